/** Says what a failed file operation means, in words: "there is no space left on the disk". */

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'this user may not access it',
  EPERM: 'this user may not change it',
  EROFS: 'it is on a disk that is read-only',
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota of this user is used up',
  EIO: 'the disk reports a fault',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'a file of that name is in the way',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  SQLITE_FULL: 'there is no space left on the disk'
}

/** The reason of a Node file error; the error's own message where it is an uncommon one. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  return sentences[code ?? ''] ?? message
}

/** True when the disk has no room, or this user's share of it has none. */
export function isDiskFull(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL'
}
