import type { Active } from '../../domain/request.ts';
import { mendingWords } from '../words/mendingWords.ts';
import type { Notice } from '../words/notice.ts';
import { obstacleText } from '../words/obstacles.ts';

/** What an admin wanted set right, until it is. */
export function mendingNotice({ mending }: Active): Notice | undefined {
  if (!mending) return undefined;
  const { now, failed } = mendingWords[mending.what];
  if (!mending.obstacle) return { tone: 'info', what: now, why: `${mending.by.name} wanted it.` };
  const { what, todo, code } = obstacleText(mending.obstacle);
  return { tone: 'attention', what: failed, why: what, code, todo };
}
