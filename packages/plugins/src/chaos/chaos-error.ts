/** The kinds of refusals and of injected failures. */
export type ChaosErrorCode =
  | 'chaos-plan'
  | 'chaos-production'
  | 'chaos-fetch'
  | 'chaos-record'
  | 'chaos-fault'
  | 'chaos-found';

/** A refusal of the plugin, or a failure that it has injected (`chaos-fault`); `code` tells them apart. */
export class ChaosError extends Error {
  override readonly name = 'ChaosError';

  constructor(
    readonly code: ChaosErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error as Node throws it for a failed system call. */
export function systemError(code: keyof typeof systemErrors, syscall: string): Error {
  const [errno, text] = systemErrors[code];
  return Object.assign(new Error(`${code}: ${text}, ${syscall}`), { code, errno, syscall });
}

/** Numbers and texts of Linux (errno(3)). */
const systemErrors = {
  ENOSPC: [-28, 'no space left on device'],
  EROFS: [-30, 'read-only file system'],
  EIO: [-5, 'i/o error'],
} as const;
