/** Where a place would stand, and what follows one. U+E000 is where something else was read. */
const after = String.raw`(?=\s*(?:$|[.,;:!?)\uE000])|\s+(?:environment|system|instance|until|till|til|by|for|because|so|to|owned|owner|with|and|as|please)\b)`;
const name = String.raw`([\p{L}\p{N}][\p{L}\p{N}_-]*(?:\s+[\p{Lu}\p{N}][\p{L}\p{N}_-]*){0,3})`;
const patterns = [
  new RegExp(String.raw`\b[Ee]nvironment\s*[:=]\s*${name}`, 'gu'),
  new RegExp(String.raw`\b(?:[Ii]n|[Ii]nto|[Oo]n)\s+(?:the\s+|our\s+)?${name}${after}`, 'gu'),
];
const long = /\b(?:in|into|on)\s+(?:the|our)\s+([\p{L}\p{N}_-]+(?:\s+[\p{L}\p{N}_-]+){1,2})\s+environment\b/giu;
const noPlace =
  /^(?:a|an|the|this|that|it|there|me|us|general|time|private|advance|addition|order|case|particular|total|parallel|bulk|batch(?:es)?|real-?time|turn|use|person|future|meantime|morning|evening|night|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|today|demand|hold|call|behalf|schedule|premises?|site|line|hurry|end|cloud|background|chat|english|crm|d365|dynamics|dataverse|power|teams|azure|entra|environment|\d+)$/i;

/** "in staging", for a sentence in which no environment was found: the word that looks like one. */
export function findUnknownPlace(text: string): string | undefined {
  return [...patterns, long]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(([, place = '']) => place)
    .find((place) => !noPlace.test(place.split(/\s/)[0] ?? ''));
}
