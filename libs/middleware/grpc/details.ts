import type { Metadata } from '@grpc/grpc-js';
import { protoRoot } from '@parley/marshalling';

export interface FieldViolation {
  field: string;
  description: string;
}

export interface Details {
  reason?: string;
  metadata?: Record<string, string>;
  fieldViolations?: FieldViolation[];
}

const key = 'grpc-status-details-bin';
const errorInfo = 'google.rpc.ErrorInfo';
const badRequest = 'google.rpc.BadRequest';
/** Bytes. Trailers travel as HTTP/2 headers, and common peers refuse more than 8 KiB of those. */
const limit = 4096;

const type = (name: string) => protoRoot().lookupType(name);
const pack = (name: string, value: object) => ({
  type_url: `type.googleapis.com/${name}`,
  value: type(name).encode(value).finish(),
});

const encode = (
  code: number,
  message: string,
  { reason = '', metadata = {}, fieldViolations = [] }: Details,
): Buffer => {
  const details = [
    pack(errorInfo, { reason, domain: 'parley', metadata }),
    ...(fieldViolations.length > 0 ? [pack(badRequest, { fieldViolations })] : []),
  ];
  return Buffer.from(type('google.rpc.Status').encode({ code, message, details }).finish());
};

/** Adds google.rpc.Status with ErrorInfo and BadRequest; what does not fit is left out, last violations first. */
export const writeDetails = (metadata: Metadata, code: number, message: string, details: Details): void => {
  const text = message.slice(0, 1024);
  let violations = (details.fieldViolations ?? []).map(({ field, description }) => ({
    field: field.slice(0, 200),
    description: description.slice(0, 300),
  }));
  let bytes = encode(code, text, { ...details, fieldViolations: violations });
  while (bytes.length > limit && violations.length > 0) {
    violations = violations.slice(0, Math.floor(violations.length / 2));
    bytes = encode(code, text, { ...details, fieldViolations: violations });
  }
  if (bytes.length > limit) bytes = encode(code, text, { reason: details.reason?.slice(0, 200) });
  metadata.set(key, bytes);
};

/** The details of an answer; undefined when there are none, or none that can be read. */
export const readDetails = (metadata: Metadata | undefined): Details | undefined => {
  const [bytes] = metadata?.get(key) ?? [];
  if (!Buffer.isBuffer(bytes)) return undefined;
  try {
    const packed = type('google.rpc.Status').decode(bytes) as unknown as {
      details: { type_url: string; value: Uint8Array }[];
    };
    const unpacked = (name: string): Details => {
      const found = packed.details.find(({ type_url }) => type_url.endsWith(`/${name}`));
      return found
        ? (type(name).toObject(type(name).decode(found.value), { arrays: true, objects: true }) as Details)
        : {};
    };
    const { reason, metadata: about } = unpacked(errorInfo);
    return { reason, metadata: about, fieldViolations: unpacked(badRequest).fieldViolations };
  } catch {
    return undefined;
  }
};
