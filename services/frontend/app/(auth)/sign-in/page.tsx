import { TimerIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { AppLink } from '@/components/app-link';
import { Alert, AlertTitle } from '@/components/ui/alert';
import { safeReturnPath } from '@/lib/session/paths';
import { config } from '@/server/config';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

/** Made by user-service when the lab starts; see the README for what each may do. */
const SEED_ACCOUNTS = [
  { role: 'Customer', email: 'customer@oms.example', hint: 'places and follows own orders' },
  { role: 'Operator', email: 'operator@oms.example', hint: 'sees the orders of everybody' },
  { role: 'Admin', email: 'admin@oms.example', hint: 'may do everything' },
];

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, expired } = await searchParams;
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
        <p className="text-sm text-muted-foreground">
          No account yet?{' '}
          <AppLink href="/sign-up" className="font-medium text-primary underline-offset-4 hover:underline">
            Create one
          </AppLink>
        </p>
      </div>
      {expired && (
        <Alert tone="warning">
          <TimerIcon aria-hidden="true" />
          <AlertTitle>Your session has ended. Please sign in again.</AlertTitle>
        </Alert>
      )}
      <SignInForm
        next={safeReturnPath(typeof next === 'string' ? next : undefined)}
        accounts={SEED_ACCOUNTS}
        password={config().labPassword}
      />
    </>
  );
}
