/** A mail as its reader sees it. */
export interface ReadMail {
  /** As it stands there, with its angle brackets; undefined where there is none. */
  messageId?: string;
  from: string;
  subject: string;
  text: string;
  attachments: { name: string; contentType: string; content: Buffer }[];
}

/** The Message-ID of a mail, found without reading the rest of it. */
export const messageIdOf = (raw: Buffer): string | undefined => {
  const text = raw.toString('latin1', 0, Math.min(raw.length, 64 * 1024));
  const header = text.slice(0, /\r?\n\r?\n/.exec(text)?.index).replace(/\r?\n[ \t]+/g, ' ');
  return /^message-id:\s*(\S+)/im.exec(header)?.[1];
};

/** Loads what takes mails apart: only who reads mail pays for it. */
export const loadParser = () => import('mailparser');

/** Takes a mail apart (MIME, transfer encodings, character sets). What is no mail comes out as one with nothing in it. */
export const parseMail = async (raw: Buffer): Promise<ReadMail> => {
  const { simpleParser } = await loadParser();
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
  const { from, subject = '', text = '', attachments } = await simpleParser(raw, options);
  return {
    messageId: messageIdOf(raw),
    from: from?.value[0]?.address ?? '',
    subject,
    text,
    attachments: attachments.map(({ filename = '', contentType, content }) => ({
      name: filename,
      contentType,
      content,
    })),
  };
};
