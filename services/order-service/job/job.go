// Package job runs background work at an interval with the metrics that all jobs share. A run has no trace of its own,
// because most find nothing to do; its exemplar is the last trace that it went on in.
package job

import (
	"context"
	"log/slog"
	"time"

	"oms-lab/order-service/telemetry"
)

// Job is one kind of background work.
type Job struct {
	Name     string
	Interval time.Duration
	// Wake, if set, starts a run before the interval is over.
	Wake <-chan struct{}
	// Do makes one run and says how many items it dealt with.
	Do func(context.Context) (items int, err error)

	Metrics *telemetry.Metrics
	Log     *slog.Logger
}

// Run repeats the work until the context ends. A failed run is logged once; the next failures
// in a row only at debug level, so that an outage does not fill the log.
func (j Job) Run(ctx context.Context) {
	j.Metrics.JobRuns.WithLabelValues(j.Name, "success")
	j.Metrics.JobRuns.WithLabelValues(j.Name, "error")
	j.Metrics.JobItems.WithLabelValues(j.Name)
	j.Metrics.JobLastSuccess.WithLabelValues(j.Name)

	timer := time.NewTimer(0)
	defer timer.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-j.Wake:
		case <-timer.C:
		}
		err := j.once(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && failing:
			j.Log.DebugContext(ctx, "job "+j.Name+" still fails", "job_name", j.Name, "error", err.Error())
		case err != nil:
			j.Log.WarnContext(ctx, "job "+j.Name+" failed and will be tried again", "job_name", j.Name, "error", err.Error())
		case failing:
			j.Log.InfoContext(ctx, "job "+j.Name+" works again", "job_name", j.Name)
		}
		failing = err != nil
		timer.Reset(j.Interval)
	}
}

func (j Job) once(ctx context.Context) error {
	start := time.Now()
	noting, lastTrace := telemetry.NoteTraces(ctx)
	items, err := j.Do(noting)
	telemetry.ObserveWithTrace(lastTrace(), j.Metrics.JobDuration.WithLabelValues(j.Name), time.Since(start).Seconds())
	j.Metrics.JobItems.WithLabelValues(j.Name).Add(float64(items))
	if err != nil {
		j.Metrics.JobRuns.WithLabelValues(j.Name, "error").Inc()
		return err
	}
	j.Metrics.JobRuns.WithLabelValues(j.Name, "success").Inc()
	j.Metrics.JobLastSuccess.WithLabelValues(j.Name).SetToCurrentTime()
	return nil
}
