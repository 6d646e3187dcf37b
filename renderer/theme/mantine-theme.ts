import { createTheme, Popover, Switch } from "@mantine/core";

/**
 * The component library's theme. Colours, sizes and spaces are in `tokens.css` and `mantine-tokens.css`; the library's own
 * variables are not put in by script, which a strict content security policy forbids.
 */
export const mantineTheme = createTheme({
  primaryColor: "harbour",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    // menus, too: where a small or enlarged window has no room for all of it, it goes where there is most, and scrolls
    Popover: Popover.extend({
      defaultProps: {
        middlewares: { flip: { fallbackStrategy: "bestFit" }, shift: true, size: { padding: 8 } },
      },
    }),
  },
  colors: {
    harbour: [
      "#eef5f8",
      "#e2edf2",
      "#c3dbe6",
      "#9cc4d6",
      "#72b5d1",
      "#4593b3",
      "#2a7798",
      "#155e7d",
      "#104b64",
      "#0b384b",
    ],
  },
});
