const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** Whether Graph can find a user by it: anything else would be part of another address. */
export function isUserKey(idOrUpn: string): boolean {
  return isGuid(idOrUpn) || idOrUpn.includes('@');
}

/** For an id that goes into an address or a filter. Anything but a GUID is a bug of the caller. */
export function guidOf(text: string): string {
  if (!isGuid(text)) throw new TypeError('Not a GUID where an id is needed');
  return text.toLowerCase();
}

/** A string literal of OData, quotes included. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
