// The rules of passwords that a form can say before the server does.

/** Characters at least. The server has the last word, and more rules. */
export const LEAST_PASSWORD = 12;
