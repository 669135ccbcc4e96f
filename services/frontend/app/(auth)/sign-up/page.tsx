import type { Metadata } from 'next';
import { AppLink } from '@/components/app-link';
import { SignUpForm } from './sign-up-form';

export const metadata: Metadata = { title: 'Create an account' };

export default function SignUpPage() {
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Create an account</h1>
        <p className="text-sm text-muted-foreground">
          Already registered?{' '}
          <AppLink href="/sign-in" className="font-medium text-primary underline-offset-4 hover:underline">
            Sign in
          </AppLink>
        </p>
      </div>
      <SignUpForm />
    </>
  );
}
