"""Coroutines in tests: each in a loop and a thread of its own.

A browser of another test may have left a loop running in this one.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

AnswerT = TypeVar("AnswerT")


def awaited(coroutine: Coroutine[Any, Any, AnswerT]) -> AnswerT:
    """What a coroutine comes to."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()
