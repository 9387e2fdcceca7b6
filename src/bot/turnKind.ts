import type { Activity } from 'botbuilder';
import type { TurnKind } from '../application/ports/telemetry.ts';

export function turnKindOf(activity: Pick<Activity, 'type' | 'name' | 'value'>): TurnKind {
  const { name } = activity;
  switch (activity.type) {
    case 'message':
      return activity.value === undefined ? 'message' : 'click';
    case 'invoke':
      if (name === 'adaptiveCard/action') return isAutomatic(activity) ? 'refresh' : 'click';
      if (name === 'fileConsent/invoke') return 'file';
      return name?.startsWith('signin/') ? 'signIn' : 'other';
    case 'installationUpdate':
    case 'conversationUpdate':
      return 'arrival';
    default:
      return 'other';
  }
}

/** Nobody clicked: Teams brings a card up to date. */
export function isAutomatic({ type, value }: Pick<Activity, 'type' | 'value'>): boolean {
  return type === 'invoke' && (value as { readonly trigger?: unknown } | undefined)?.trigger === 'automatic';
}
