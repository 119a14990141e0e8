import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMailer } from '@parley/middleware/smtp';
import { mailSmtp } from './mail.smtp';

test('what is answered with 250 lies in the maildir, and the way closes behind it', async () => {
  const maildir = mkdtempSync(join(tmpdir(), 'parley-mailhost-'));
  let port = 0;
  const way = mailSmtp({ host: '127.0.0.1', port: 0, maildir: join(maildir, 'box') }, (taken) => (port = taken));
  await way.start!();
  const mailer = openMailer({ url: `smtp://127.0.0.1:${port}` });
  try {
    const mail = { from: 'a@parley.example', to: 'b@parley.example', subject: 'Grüße', text: 'für Sie' };
    await Promise.all(['1', '2', '3'].map((id) => mailer.send({ ...mail, messageId: `<${id}@parley.example>` })));
    const box = join(maildir, 'box', 'new');
    const kept = readdirSync(box).map(
      (name) => /^Message-ID: <(\d)@/im.exec(readFileSync(join(box, name), 'utf8'))?.[1],
    );
    expect(kept.sort()).toEqual(['1', '2', '3']);
    mailer.close();
    await way.drain!();
    const late = openMailer({ url: `smtp://127.0.0.1:${port}` });
    await expect(late.send({ ...mail, messageId: '<4@parley.example>' })).rejects.toMatchObject({ kind: 'retryable' });
    late.close();
  } finally {
    mailer.close();
    rmSync(maildir, { recursive: true, force: true });
  }
}, 20_000);
