// Made by scripts/generate.mjs: write nothing here by hand.

/** The projection that is used when none is named. */
export const DEFAULT_PROJECTION = {
  id: "open-1",
  sha256: "235d2354289052cd608664653e10b29990a3177d5415047d6f72204c28f915df",
} as const;
