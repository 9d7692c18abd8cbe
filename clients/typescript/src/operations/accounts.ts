// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";

export const accounts = {
  /** Add an account; its owner chooses the password by the invitation */
  addAccount: call<object, AddAccountBody, { account: Account; invitation: Invitation }>("POST /api/accounts"),
  /** A key for a machine; it is told once */
  addKey: call<object, AddKeyBody, AddKeyAnswer>("POST /api/keys"),
  /** Go to the provider that people of this server log in at, where it has one */
  beginSignIn: call<
    {
      /** Page of this service to come back to; /data when left out */ next?: string;
    },
    never,
    null
  >("GET /api/session/oidc"),
  /** Change name, rights or state; other rights end the account's sessions */
  changeAccount: call<{ id: string }, ChangeAccountBody, Account>("PATCH /api/accounts/{id}"),
  /** Change the own password; all other sessions end */
  changePassword: call<
    object,
    {
      /** The password until now */ current: string;
      /** The new one */ next: string;
    },
    Session
  >("POST /api/session/password"),
  /** Where the provider sends people back to; the session is a cookie */
  finishSignIn: call<object, never, null>("GET /api/session/oidc/callback"),
  /** Who is logged in here, if anybody */
  getSession: call<object, never, Session>("GET /api/session"),
  /** A new invitation, for a forgotten password or one that was lost */
  inviteAgain: call<{ id: string }, never, Invitation>("POST /api/accounts/{id}/invitation"),
  /** All accounts */
  listAccounts: call<object, never, { items: Account[] }>("GET /api/accounts"),
  /** Who changed what, the latest first */
  listAudit: call<
    {
      city?: string;
      /** seq of the last entry seen */ before?: number;
      limit?: number;
    },
    never,
    { items: ListAuditItem[] }
  >("GET /api/audit"),
  /** The own keys for machines */
  listKeys: call<object, never, { items: ListKeysItem[] }>("GET /api/keys"),
  /** Log in; the session is a cookie */
  logIn: call<
    object,
    {
      login: string;
      /** The account's password */ password: string;
    },
    Session
  >("POST /api/session"),
  /** Log out */
  logOut: call<object, never, null>("DELETE /api/session"),
  /** Revoke one of the own keys */
  revokeKey: call<{ id: string }, never, null>("DELETE /api/keys/{id}"),
  /** Choose the password of an account one was invited to */
  takeInvitation: call<
    { token: string },
    {
      /** The password to be */ password: string;
    },
    Session
  >("POST /api/invitations/{token}"),
};

export interface AddAccountBody {
  login: string;
  name: string;
  roles: Role[];
  cities?: string[] | null;
}

export interface AddKeyAnswer {
  id: string;
  name: string;
  roles: Role[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  key: string;
}

export interface AddKeyBody {
  name: string;
  roles: Role[];
  days?: number;
}

export interface ChangeAccountBody {
  name?: string;
  roles?: Role[];
  cities?: string[] | null;
  disabled?: boolean;
}

export interface ListAuditItem {
  seq: number;
  at: string;
  actor: string;
  action: string;
  city: string | null;
  subject: string | null;
  detail: unknown;
}

export interface ListKeysItem {
  id: string;
  name: string;
  roles: Role[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

export interface Account {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  cities: string[] | null;
  disabled: boolean;
  /** Has no password yet */ isInvited: boolean;
  lockedUntil: string | null;
  createdAt: string;
}

export interface Invitation {
  /** Told once; whoever has it chooses the password */ token: string;
  /** Page to open with it */ path: string;
  expiresAt: string;
}

/** What the account may do */
export type Role = "steward" | "planner" | "bureau" | "admin";

export interface Session {
  account: Account | null;
  csrf: string | null;
  /** Where people can log in as well, at /api/session/oidc; absent: nowhere, or somebody is logged in */ provider?: {
    name: string;
  };
}
