'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef, useState } from 'react';
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert';
import { Skeleton } from '@/components/ui/skeleton';
import 'swagger-ui-dist/swagger-ui.css';
import './api-viewer.css';

type State = 'loading' | 'ready' | 'failed';

/** Swagger UI, from this server and only on this page; it asks nobody but the gateway. */
export function ApiViewer({ url }: { url: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State>('loading');
  const { resolvedTheme } = useTheme();

  // Swagger UI looks for its own class at the root of the document.
  useEffect(() => {
    document.documentElement.classList.toggle('dark-mode', resolvedTheme === 'dark');
    return () => document.documentElement.classList.remove('dark-mode');
  }, [resolvedTheme]);

  useEffect(() => {
    let gone = false;
    const show = async () => {
      const { default: SwaggerUI } = await import('swagger-ui-dist/swagger-ui-es-bundle.js');
      if (gone || !place.current) return;
      SwaggerUI({
        domNode: place.current,
        url,
        // Otherwise it would show a badge from a server on the internet.
        validatorUrl: null,
        deepLinking: true,
        docExpansion: 'list',
        defaultModelsExpandDepth: 0,
        displayRequestDuration: true,
        filter: true,
        tryItOutEnabled: false,
        onComplete: () => setState('ready'),
      });
    };
    show().catch(() => setState('failed'));
    return () => {
      gone = true;
    };
  }, [url]);

  return (
    <>
      {state === 'loading' && (
        <div role="status" aria-label="Loading the API" className="grid gap-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      )}
      {state === 'failed' && (
        <Alert tone="bad">
          <AlertTitle>The viewer could not be loaded</AlertTitle>
          <AlertDescription>Check that the lab is running, then load the page again.</AlertDescription>
        </Alert>
      )}
      <div ref={place} className="api-viewer" data-testid="api-viewer" data-state={state} />
    </>
  );
}
