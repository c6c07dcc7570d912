// Made by scripts/generate.mjs: write nothing here by hand.

/** The projection that is used when none is named. */
export const DEFAULT_PROJECTION = {
  id: "open-1",
  sha256: "efc7c6509202b51609f43dfe0af14c60f14ab78784ac6cd38f7d1f7e084035ce",
} as const;
