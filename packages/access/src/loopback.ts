/** Whether the name or address means this machine alone. Accepts IPv6 with or without brackets, and IPv4 written as IPv6. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/**
 * Whether a request comes from this machine and was meant for it. The host counts too: a page of another site that has made its own name resolve to
 * 127.0.0.1 still sends that name.
 */
export const isLocalRequest = (remoteAddress: string | undefined, host: string): boolean =>
  isLoopback(remoteAddress ?? '') && isLoopback(host.replace(/:\d+$/, ''));
