import { resolveCardTimes } from '../words/durations.ts';
import type { AdaptiveCardJson, CardNode } from './template.ts';

/**
 * The words of a card, one line per block, in reading order. `hidden` says whether what is folded away counts.
 * Buttons are left out: whoever reads text can only type.
 */
export function plainText(card: AdaptiveCardJson, hidden: boolean): string {
  const lines = card.body.flatMap((node) => linesOf(node, hidden));
  return resolveCardTimes(lines.filter((line) => line !== '').join('\n'));
}

function linesOf(node: CardNode, hidden: boolean): readonly string[] {
  if (node['isVisible'] === false && !hidden) return [];
  switch (node['type']) {
    case 'TextBlock':
      return [String(node['text'])];
    case 'RichTextBlock':
      return [nodesOf(node, 'inlines').map(textOf).join('').trim()];
    case 'ColumnSet':
      return [
        nodesOf(node, 'columns')
          .flatMap((column) => linesOf(column, hidden))
          .join('  '),
      ];
    case 'Container':
    case 'Column':
      return nodesOf(node, 'items').flatMap((item) => linesOf(item, hidden));
    case 'Image':
      return [String(node['altText'])];
    case 'Input.Toggle':
      return [String(node['title'])];
    case 'ActionSet':
      return [];
    case 'Chart.Line':
    case 'Chart.Donut':
      return linesOf(node['fallback'] as CardNode, hidden);
    default:
      return typeof node['label'] === 'string' ? [node['label']] : [];
  }
}

function textOf(run: CardNode): string {
  return String(run['text']);
}

function nodesOf(node: CardNode, key: string): readonly CardNode[] {
  return (node[key] ?? []) as readonly CardNode[];
}
