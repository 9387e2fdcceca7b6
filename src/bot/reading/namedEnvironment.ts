import type { App } from '../../application/app.ts';
import { formChoices } from '../../application/checkForm.ts';
import type { EnvironmentKey } from '../../domain/words.ts';
import { argsIn } from './args.ts';
import { findEnvironment } from './environments.ts';

/** The environment that the words behind a command name; undefined when there are none. */
export function environmentNamed(app: App, args: string): EnvironmentKey | 'unknown' | undefined {
  const asked = argsIn(args).join(' ');
  if (asked === '') return undefined;
  return findEnvironment(asked, formChoices(app).environments)?.key ?? 'unknown';
}
