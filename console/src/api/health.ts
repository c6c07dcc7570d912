// What /v1/health says.

export interface Health {
  readonly budget: {
    readonly allowed_per_month: number;
    /** False alarms per person and month as measured; null before anything was. */
    readonly actual: number | null;
    readonly persons: number;
    /** Where the true rate lies, 95 times of 100. */
    readonly interval: readonly [number, number] | null;
  };
  readonly coverage: {
    readonly sessions: number;
    readonly judged: number;
    readonly learning: number;
  };
  readonly sees: readonly string[];
  readonly cannot_see: readonly string[];
  readonly store: Readonly<Record<string, string | number | boolean | null>>;
}
