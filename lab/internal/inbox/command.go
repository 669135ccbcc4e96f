package inbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"
)

// ErrLogged is returned for a failure that the log on standard error has told already, in one line.
var ErrLogged = errors.New("the inbox stopped, see its log")

// stopTimeout is how long requests under way may take once the inbox is told to stop.
const stopTimeout = 10 * time.Second

// NewCmdInbox is `lab inbox`.
func NewCmdInbox() *cobra.Command {
	return &cobra.Command{
		Use:   "inbox",
		Short: "Receive the lab's mail, SMS and pages and show them on a web page",
		Long: `Receive what the lab sends to people and show it on a web page.

Mail arrives by SMTP, SMS by POST /sms, pages by POST /alerts (Alertmanager's webhook). The newest
10,000 messages survive a restart. GET /api/messages?to=&kind=&since= gives them as JSON.

Configured by the environment: BIND_ADDRESS, INBOX_HTTP_PORT, INBOX_SMTP_PORT, INBOX_DIR,
LOG_LEVEL, GRAFANA_URL (target of trace links) and OTEL_EXPORTER_OTLP_ENDPOINT.`,
		Example: `  lab inbox
  INBOX_HTTP_PORT=18025 INBOX_SMTP_PORT=11025 lab inbox`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			config, err := ReadConfig(os.Getenv)
			if err != nil {
				return logged(cmd.ErrOrStderr(), err)
			}
			log := newLogger(cmd.OutOrStdout(), config.LogLevel)
			if err := inboxRun(ctx, config, log); err != nil {
				return logged(cmd.ErrOrStderr(), err)
			}
			return nil
		},
	}
}

func logged(stderr io.Writer, err error) error {
	newLogger(stderr, slog.LevelInfo).Error(err.Error())
	return ErrLogged
}

func inboxRun(ctx context.Context, config Config, log *slog.Logger) (err error) {
	log.Info("Effective configuration", "config", config)
	stopTracing, err := startTracing(ctx, config.OTLP, log)
	if err != nil {
		return err
	}
	store, err := OpenStore(filepath.Join(config.Dir, "inbox.db"), maxMessages)
	if err != nil {
		return fmt.Errorf("INBOX_DIR: %w", err)
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	in := newInbox(store, log, config.GrafanaURL)
	httpListener, err := listen(config.BindAddress, config.HTTPPort, "INBOX_HTTP_PORT")
	if err != nil {
		return err
	}
	smtpListener, err := listen(config.BindAddress, config.SMTPPort, "INBOX_SMTP_PORT")
	if err != nil {
		return errors.Join(err, httpListener.Close())
	}
	log.Info("The inbox listens", "http", httpListener.Addr().String(), "smtp", smtpListener.Addr().String())
	err = in.serveUntil(ctx, httpListener, smtpListener)

	flush, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	// Spans that find no Tempo at the end are lost, which is no reason to fail.
	if err := stopTracing(flush); err != nil {
		log.Debug("The last traces could not be exported", "error", err.Error())
	}
	log.Info("The inbox has stopped")
	return err
}

func listen(address string, port int, variable string) (net.Listener, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variable, err)
	}
	return listener, nil
}

// serveUntil runs both servers until the context ends, then lets what is under way finish.
func (in *Inbox) serveUntil(ctx context.Context, httpListener, smtpListener net.Listener) error {
	web := &http.Server{
		Handler:           in.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(in.log.Handler(), slog.LevelWarn),
	}
	web.RegisterOnShutdown(in.stream.close)
	mail := newSMTPServer(in)

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := web.Serve(httpListener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		in.smtpUp.Store(true)
		defer in.smtpUp.Store(false)
		if err := mail.Serve(smtpListener); ctx.Err() == nil {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		// An idle SMTP connection would hold the stop up for its whole read timeout, so mail gets one second.
		brief, cancelBrief := context.WithTimeout(grace, time.Second)
		defer cancelBrief()
		if err := mail.Shutdown(brief); err != nil {
			in.log.Debug("SMTP connections were cut", "error", err.Error())
		}
		return web.Shutdown(grace)
	})
	return group.Wait()
}
