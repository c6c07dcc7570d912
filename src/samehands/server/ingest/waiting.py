"""The queue between the handlers and the writer: bounded, and counted in inputs."""

from collections import deque
from collections.abc import Sequence
from threading import Condition

from samehands.server.ingest.told import Job


class WaitingJobs:
    """Jobs in the order in which they came. Putting never blocks: what does not fit is refused.

    Args:
        limit: inputs that may wait at once.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._jobs: deque[Job] = deque()
        self._weight = 0
        self._closed = False
        self._changed = Condition()

    @property
    def weight(self) -> int:
        """Inputs that wait."""
        return self._weight

    def put(self, job: Job) -> bool:
        """Add a job; False where it does not fit, or nothing is taken in any more.

        A job larger than the limit fits where nothing else waits, or it would never.
        """
        return self.put_all([job])

    def put_all(self, jobs: Sequence[Job]) -> bool:
        """Add jobs, all or none of them; False as `put` says it."""
        weight = sum(job.weight for job in jobs)
        with self._changed:
            if self._closed or (self._jobs and self._weight + weight > self._limit):
                return False
            self._jobs.extend(jobs)
            self._weight += weight
            self._changed.notify()
            return True

    def take(self, most: int) -> list[Job]:
        """Wait for jobs and take those that are there, up to so many inputs and one job at least.

        Returns:
            Nothing once the queue is closed and empty.
        """
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            taken: list[Job] = []
            weight = 0
            while self._jobs and (not taken or weight + self._jobs[0].weight <= most):
                job = self._jobs.popleft()
                weight += job.weight
                taken.append(job)
            self._weight -= weight
            return taken

    def close(self) -> None:
        """Refuse jobs from now on; those that wait are still taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
