// Pictures made on the spot: no binary files in the repository.
import zlib, { deflateSync } from 'node:zlib';

export interface FileToSend {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function sum(data: Buffer): number {
  if (typeof zlib.crc32 === 'function') return zlib.crc32(data);
  let rest = 0xffffffff;
  for (const byte of data) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(sum(named));
  return Buffer.concat([length, named, check]);
}

/** A PNG of soft colours with a little grain; another `seed` is another picture. */
export function picture(name: string, seed = 1, width = 320, height = 240): FileToSend {
  const rows = Buffer.alloc(height * (1 + width * 3));
  let noise = seed * 2654435761;
  let at = 0;
  for (let y = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      const grain = noise >>> 28;
      rows[at++] = (120 + ((x * 90) / width) + grain + seed * 7) & 255;
      rows[at++] = (140 + ((y * 60) / height) + grain) & 255;
      rows[at++] = (110 + grain + seed * 3) & 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

/** Not a picture, whatever it is called. */
export function document(name: string): FileToSend {
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n') };
}
