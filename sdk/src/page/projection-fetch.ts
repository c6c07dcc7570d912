/** Getting the projection: fetched by id and hash, kept by the browser's own cache. */

import { contentOf, NativePromise } from "../primordials.js";
import type { Projection } from "../rhythm/projection.js";
import { ProjectionError, readProjection } from "../rhythm/projection-file.js";
import { backOff } from "../transport/delay.js";
import type { Platform } from "../transport/platform.js";

/** What a server says of a projection when a session begins. */
export interface ProjectionName {
  readonly id: string;
  /** Of its file, in lower-case hex. */
  readonly sha256: string;
  /** Where the file is; by default /v1/projections/{id}/{sha256} of the server. */
  readonly url?: string | undefined;
}

/**
 * The projection of that name; undefined where it is no longer wanted.
 *
 * Where nobody answers it asks again, ever more seldom, as long as `wanted` says so. Throws where the
 * server has none, or another one under its name.
 */
export async function fetchProjection(
  platform: Platform,
  server: string,
  name: ProjectionName,
  wanted: () => boolean,
): Promise<Projection | undefined> {
  const url = new URL(name.url ?? `v1/projections/${name.id}/${name.sha256}`, server).href;
  for (let failures = 1; wanted(); failures++) {
    let file: ArrayBuffer | undefined;
    let status = 0;
    try {
      const answer = await platform.send(url, {
        __proto__: null,
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
      } as RequestInit);
      status = answer.status;
      file = await contentOf(answer);
    } catch {
      // Nobody answered, or not to the end.
    }
    if (file && status === 200) {
      return await readProjection(new Uint8Array(file), name.sha256);
    }
    if (status >= 400 && status < 500 && status !== 429) {
      throw new ProjectionError();
    }
    await new NativePromise<void>((done) => {
      platform.startTimer(done, backOff(failures, platform.random()));
    });
  }
  return undefined;
}
