/** Close to what Teams gives the cards: its type sizes, paddings and colours, in light and dark. */
export type Theme = 'light' | 'dark';

interface Palette {
  readonly front: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
  readonly back: Readonly<Record<'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>>;
}

const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    front: '#242424',
    subtle: '#616161',
    accent: '#5b5fc7',
    good: '#13803b',
    warning: '#a6540b',
    attention: '#c4314b',
    back: {
      default: '#ffffff',
      emphasis: '#f5f5f5',
      accent: '#eff0fb',
      good: '#eaf6ec',
      warning: '#fbf3e4',
      attention: '#fcf0f2',
    },
  },
  dark: {
    front: '#ffffff',
    subtle: '#adadad',
    accent: '#9299f7',
    good: '#92c353',
    warning: '#f8d22a',
    attention: '#f9526b',
    back: {
      default: '#292929',
      emphasis: '#333333',
      accent: '#2f2f4a',
      good: '#23361f',
      warning: '#3d3115',
      attention: '#44232a',
    },
  },
};

export function hostConfig(theme: Theme): object {
  const palette = palettes[theme];
  const foregroundColors = Object.fromEntries(
    (['default', 'accent', 'good', 'warning', 'attention'] as const).map((name) => {
      const color = name === 'default' ? palette.front : palette[name];
      return [name, { default: color, subtle: name === 'default' ? palette.subtle : color }];
    }),
  );
  const containerStyles = Object.fromEntries(
    Object.entries(palette.back).map(([name, backgroundColor]) => [name, { backgroundColor, foregroundColors }]),
  );
  return {
    fontFamily: '"Segoe UI", "Liberation Sans", sans-serif',
    spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 32, padding: 12 },
    separator: { lineThickness: 1, lineColor: theme === 'light' ? '#e0e0e0' : '#3d3d3d' },
    supportsInteractivity: true,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    containerStyles,
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: {
          weight: 'bolder',
          color: 'default',
          isSubtle: false,
          size: 'default',
          suffix: ' *',
          suffixColor: 'attention',
        },
        optionalInputs: { weight: 'bolder', color: 'default', isSubtle: false, size: 'default' },
      },
      errorMessage: { color: 'attention', size: 'small', spacing: 'small', weight: 'default' },
    },
  };
}
