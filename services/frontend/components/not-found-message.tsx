import { CompassIcon } from 'lucide-react';
import { AppLink } from '@/components/app-link';
import { Button } from '@/components/ui/button';

export function NotFoundMessage({ what }: { what: string }) {
  return (
    <div className="mx-auto grid max-w-sm justify-items-center gap-4 py-16 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-secondary text-muted-foreground">
        <CompassIcon className="size-6" aria-hidden="true" />
      </span>
      <div className="grid gap-1.5">
        <h1 className="text-lg font-semibold tracking-tight">This {what} does not exist</h1>
        <p className="text-sm text-muted-foreground">
          {what === 'page'
            ? 'The address is wrong, or the page has moved.'
            : 'The address is wrong, or it belongs to somebody else.'}
        </p>
      </div>
      <Button asChild variant="outline" size="sm">
        <AppLink href="/">Back to the overview</AppLink>
      </Button>
    </div>
  );
}
