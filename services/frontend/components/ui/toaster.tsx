'use client';

import { useTheme } from 'next-themes';
import type { CSSProperties } from 'react';
import { Toaster as Sonner, type ToasterProps } from 'sonner';

const colours = {
  '--normal-bg': 'var(--popover)',
  '--normal-text': 'var(--popover-foreground)',
  '--normal-border': 'var(--border)',
  '--border-radius': 'var(--radius)',
  fontFamily: 'inherit',
} as CSSProperties;

export function Toaster() {
  const { resolvedTheme } = useTheme();
  const theme: ToasterProps['theme'] = resolvedTheme === 'dark' ? 'dark' : 'light';
  return <Sonner theme={theme} position="bottom-right" style={colours} closeButton />;
}
