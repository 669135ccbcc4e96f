/** The test cards that the simulated card gateway knows, and how each behaves. */

export interface TestCard {
  readonly token: string;
  readonly label: string;
  readonly outcome: string;
  readonly kind: 'approves' | 'declines' | 'slow';
}

export const TEST_CARDS: readonly TestCard[] = [
  { token: 'tok_visa', label: 'Visa', outcome: 'Approved at once', kind: 'approves' },
  { token: 'tok_mastercard', label: 'Mastercard', outcome: 'Approved at once', kind: 'approves' },
  { token: 'tok_slow', label: 'Slow card', outcome: 'Approved after 2 s', kind: 'slow' },
  { token: 'tok_timeout', label: 'Silent card', outcome: 'Never answers', kind: 'slow' },
  { token: 'tok_declined', label: 'Declined', outcome: 'The bank says no', kind: 'declines' },
  {
    token: 'tok_insufficient_funds',
    label: 'Empty account',
    outcome: 'Insufficient funds',
    kind: 'declines',
  },
  { token: 'tok_fraud', label: 'Stolen card', outcome: 'Suspected fraud', kind: 'declines' },
];
