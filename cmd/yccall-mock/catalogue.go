package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// catalogueFlags lets flags, a file, or both say what the lookups return. Flags add to what the file says of a kind, and a
// kind that neither mentions keeps its default.
func catalogueFlags(flags *flag.FlagSet, c *yccalltest.Catalogue) {
	flags.Func("catalogue", "JSON `file` of all these, as /_mock/catalogue takes it", func(path string) error {
		file, err := os.Open(path) // #nosec G304 -- the user's own file
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		read, err := yccalltest.ReadCatalogue(file)
		if err != nil {
			return err
		}
		c.Extensions = prepend(read.Extensions, c.Extensions)
		c.ExtensionGroups = prepend(read.ExtensionGroups, c.ExtensionGroups)
		c.CallerNumbers = prepend(read.CallerNumbers, c.CallerNumbers)
		c.Queues = prepend(read.Queues, c.Queues)
		return nil
	})
	named := func(name, usage string, add func(string)) {
		flags.Func(name, usage, func(value string) error {
			if value == "" {
				return fmt.Errorf("-%s needs a value", name)
			}
			add(value)
			return nil
		})
	}
	named("extension-group", "`name` of an enabled extension group (repeatable)", func(name string) {
		c.ExtensionGroups = append(c.ExtensionGroups, yccalltest.ExtensionGroup{Name: name})
	})
	named("extension", "`number` of an enabled, registered extension (repeatable)", func(number string) {
		c.Extensions = append(c.Extensions, yccalltest.Extension{Number: number, Registered: true})
	})
	named("queue", "`name` of a queue (repeatable)", func(name string) {
		c.Queues = append(c.Queues, yccalltest.Queue{Name: name})
	})
	named("caller-number", "`number` that tasks may show (repeatable)", func(number string) {
		c.CallerNumbers = append(c.CallerNumbers, yccalltest.CallerNumber{Number: number, Predictive: true})
	})
}

// prepend puts what a file says before what flags said, and keeps an empty list of the file empty.
func prepend[T any](read, flagged []T) []T {
	if read == nil {
		return flagged
	}
	return append(read, flagged...)
}
