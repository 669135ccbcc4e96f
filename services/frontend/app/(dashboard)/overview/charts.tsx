'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The chart library is for browsers only, and only for this page: the server's memory stays free of it. */
export const Charts = dynamic(() => import('./order-charts').then(({ OrderCharts }) => OrderCharts), {
  ssr: false,
  loading: () => (
    <div className="grid gap-5">
      <Skeleton className="h-[18.5rem] rounded-xl" />
      <Skeleton className="h-[18.5rem] rounded-xl" />
      <Skeleton className="h-[18.5rem] rounded-xl" />
    </div>
  ),
});
