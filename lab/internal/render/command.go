package render

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"oms-lab/lab/internal/settings"
)

// NewCmdRender is `lab render`.
func NewCmdRender() *cobra.Command {
	var into string
	cmd := &cobra.Command{
		Use:   "render --into DIR [PART ...]",
		Short: "Write the configuration of infrastructure/ with the values of the settings in it",
		Long: `Write the configuration of infrastructure/ with the values of the settings in it: of the given parts, or of all that
have ${VARIABLES} in their files. Each gets a folder below DIR, in which files that are no longer wanted are removed.

It is how containers get theirs; lab up and lab reload do the same for a native lab.`,
		Example: "  lab render --into /etc/oms redis rabbitmq\n  lab render --into /tmp/oms",
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := settings.Load()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = Parts
			}
			// Whoever reads them there is another user.
			r := Rendering{From: filepath.Join(s.Root, "infrastructure"), Into: into, Parts: args, Value: s.Get, Mode: 0o644}
			return r.Run()
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "the folder that gets a folder for each part")
	_ = cmd.MarkFlagRequired("into") // it is there
	return cmd
}
