package main

import (
	"flag"
	"os"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// behaviour says how the mock behaves: as a profile says, beyond that as words of the dialect say, and with faults.
type behaviour struct {
	faults  []yccalltest.Fault
	profile string // the path of a file; empty for none
	words   []string
}

func (b *behaviour) define(flags *flag.FlagSet) {
	flags.Func("fault", "break a request: `service:nth:kind` and settings (repeatable)", func(text string) error {
		fault, err := yccalltest.ParseFault(text)
		b.faults = append(b.faults, fault)
		return err
	})
	flags.StringVar(&b.profile, "profile", "", "a platform's habits, in the `file` that yccall-probe wrote of it")
	flags.Func("dialect", "`habits` and limits of the server, with commas between", func(text string) error {
		b.words = append(b.words, text)
		_, err := yccalltest.ParseDialect(text)
		return err
	})
}

// apply sets what is not about time.
func (b *behaviour) apply(config *yccalltest.Config) error {
	words := b.words
	if b.profile != "" {
		file, err := os.Open(b.profile)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		profile, err := yccalltest.ReadProfile(file)
		if err != nil {
			return err
		}
		words = append([]string{profile.Dialect}, words...)
		config.Zone = profile.Zone
	}
	dialect, err := yccalltest.ParseDialect(strings.Join(words, ","))
	dialect.Timings = config.Dialect.Timings
	config.Dialect = dialect
	return err
}
