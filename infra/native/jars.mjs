/** Brokers that are Java programs: the jars that a pom in this folder names, fetched by Maven into `.parley`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged } from './commands.mjs';
import { home, root } from './paths.mjs';

/**
 * The jars of `infra/native/NAME/pom.xml`, in `.parley/NAME`: {isInstalled(), fetch(), java(options), count()}; `java` makes
 * the arguments of a JVM with all of them, `classpath` names them. `title` is what people call the program.
 */
export function jarsOf(name, title) {
  const pom = join(root, 'infra/native', name, 'pom.xml');
  const folder = home(name);
  const wanted = () => createHash('sha256').update(readFileSync(pom)).digest('hex');
  const present = () => {
    try {
      return readFileSync(join(folder, 'pom.sha256'), 'utf8');
    } catch {
      return '';
    }
  };
  const isInstalled = () => present() === wanted();

  async function fetch() {
    if (isInstalled()) return;
    const fresh = `${folder}.${process.pid}`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const goals = [
      'dependency:copy-dependencies',
      `-DoutputDirectory=${join(fresh, 'libs')}`,
      '-DincludeScope=runtime',
    ];
    try {
      const log = home('log', `maven-${name}.log`);
      await runLogged('mvn', ['-q', '-B', '-f', pom, ...goals], { log, withinMs: 600_000 });
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      throw new Error(`Maven could not fetch ${title}'s jars: ${error.message}`);
    }
    writeFileSync(join(fresh, 'pom.sha256'), wanted());
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  }

  const classpath = join(folder, 'libs', '*');
  const java = (options) => [
    '-XX:+UseSerialGC',
    '-Xshare:auto',
    '-Djava.awt.headless=true',
    ...options,
    '-cp',
    classpath,
  ];
  const count = () => (existsSync(join(folder, 'libs')) ? readdirSync(join(folder, 'libs')).length : 0);
  return { isInstalled, fetch, java, classpath, count };
}
