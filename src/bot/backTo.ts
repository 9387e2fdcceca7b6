import type { Turn } from './turn.ts';
import type { CommandButton, Notice } from './words/notice.ts';

/** Whoever pressed a remedy on a page of differences gets a way back to that page, once it is pressed for good. */
export function withWayBack({ back }: Pick<Turn, 'back'>, notice?: Notice): Notice | undefined {
  if (back === undefined) return notice;
  const button: CommandButton = { title: 'Back to the differences', data: { command: 'say', args: back } };
  const { buttons = [], ...said } = notice ?? pressed;
  // Two buttons beside each other are cut off on a phone.
  return { ...said, buttons: buttons.length > 0 ? buttons : [button] };
}

/** For the button that asks once more. */
export function carried({ back }: Pick<Turn, 'back'>): { readonly back?: string } {
  return back === undefined ? {} : { back };
}

const pressed: Notice = {
  tone: 'info',
  what: 'This was one of the differences in a list.',
  todo: 'Go on with the others.',
};
