// How large a file is, in words.
const KIB = 1024;
const MIB = 1_048_576;

export function sized(bytes, words) {
  return bytes < MIB
    ? words("size.kilobytes", { n: Math.ceil(bytes / KIB) })
    : words("size.megabytes", { n: bytes / MIB });
}
