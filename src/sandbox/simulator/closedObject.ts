import { z } from 'zod';

/** An object without other keys than these; whoever mistypes one is told which there are. */
export function closedObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const named = issue.keys.map((key) => `"${key}"`).join(', ');
      return `${named} is not known here. Known: ${Object.keys(shape).join(', ')}`;
    },
  });
}
