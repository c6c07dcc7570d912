// Accounts, API keys and the access log.

import type { Micros } from "../quantities";
import type { Role } from "./login";

export interface AccountView {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Whose own data a `self` account may see. */
  readonly subject: string | null;
  readonly disabled: boolean;
  readonly created_at: Micros;
  /** Whether they log in at the identity provider, which decides the roles. */
  readonly single_sign_on: boolean;
}

export interface Accounts {
  readonly accounts: readonly AccountView[];
}

/** An account, and the one-time link with which its person chooses a password: said once. */
export interface AccountWithLink extends AccountView {
  readonly link: string | null;
}

export type Scope = "sessions" | "subjects" | "access" | "metrics";

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly created_at: Micros;
  readonly created_by: string;
  readonly revoked_at: Micros | null;
  readonly last_used_at: Micros | null;
}

export interface Keys {
  readonly keys: readonly KeyView[];
}

/** A key with its secret: said once, when it is made. */
export interface NewKey extends KeyView {
  readonly secret: string;
}

export interface AccessEntry {
  readonly number: number;
  readonly at: Micros;
  readonly actor: string;
  readonly name: string;
  readonly role: string;
  readonly action: string;
  readonly subject: string | null;
  readonly session: string | null;
  readonly reason: string | null;
  /** Of this entry with the one before it, hexadecimal. */
  readonly hash: string;
}

export interface Entries {
  readonly entries: readonly AccessEntry[];
}
