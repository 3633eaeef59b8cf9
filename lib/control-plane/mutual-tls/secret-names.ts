/** Names under which a proxy asks for its own certificate and for the roots that it trusts. */
export const secretNames = Object.freeze({ own: 'default', trustBundle: 'trust-bundle' });
