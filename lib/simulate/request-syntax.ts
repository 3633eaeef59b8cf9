/** What the parts of a request may be written with. Envoy answers 400 to anything else, before any configuration decides. */
export const requestSyntax = {
  /** A word of HTTP: RFC 9110, section 5.6.2. Methods and header names. */
  token: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
  /** RFC 3986, section 3.2, also percent-encoded; may be empty. */
  authority: /^[A-Za-z0-9\-._~%!$&'()*+,;=:@[\]]*$/,
  path: /^[\x21-\x7e]*$/,
  /** Any text, also of other alphabets, without control characters. */
  headerValue: /^[\t\x20-\x7e\x80-\uffff]*$/,
} as const;
