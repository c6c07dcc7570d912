// Who is looking at the console.

export type Role = "analyst" | "privacy_officer" | "auditor" | "admin" | "self";

export interface Account {
  readonly id: string;
  readonly name: string;
}

export interface Login {
  readonly account: Account | null;
  readonly roles: readonly Role[];
  readonly csrf: string | null;
  /** No account exists yet: the one-time link from the terminal makes the first. */
  readonly setup_needed: boolean;
  /** The organisation's own log-in, where one is configured. */
  readonly oidc: { readonly name: string } | null;
}

export const NOBODY: Login = {
  account: null,
  roles: [],
  csrf: null,
  setup_needed: false,
  oidc: null,
};
