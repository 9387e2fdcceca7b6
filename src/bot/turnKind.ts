import type { Activity } from 'botbuilder';
import type { TurnKind } from '../application/ports/telemetry.ts';
import { isAutomatic } from './activity.ts';

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
