/** Whether the issuer has just sent the browser back; apart, because the rest is loaded late. */
export function isReturning(address: string): boolean {
  const query = new URLSearchParams(address);
  return query.has("state") && (query.has("code") || query.has("error"));
}
