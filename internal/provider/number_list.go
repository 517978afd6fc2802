package provider

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/numbers"
)

// listCache keeps checked number files for as long as they stay as they are, so that a run reads a
// file once to check it, however often Terraform asks for a plan. It is safe for concurrent use.
type listCache struct {
	mu    sync.Mutex
	files map[string]cachedList
}

type cachedList struct {
	info fs.FileInfo
	list *numbers.List
}

// settledAge is how old a file must be before its size and time are taken for its content: a file
// that is being written can change within one tick of the file system's clock.
const settledAge = 2 * time.Second

// check reads and checks a number list, or takes the result of an earlier check of the same file.
func (c *listCache) check(ctx context.Context, source *numbers.Source, file string, now time.Time) (*numbers.List, error) {
	options := numbers.CheckOptions{Now: now, KeepSet: true}
	if file == "" {
		return numbers.Check(ctx, source, options)
	}
	before, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	cached, ok := c.files[file]
	c.mu.Unlock()
	if ok && sameFile(cached.info, before) {
		return cached.list, nil
	}
	list, err := numbers.Check(ctx, source, options)
	if err != nil {
		return nil, err
	}
	if time.Since(before.ModTime()) > settledAge {
		c.mu.Lock()
		if c.files == nil {
			c.files = map[string]cachedList{}
		}
		c.files[file] = cachedList{info: before, list: list}
		c.mu.Unlock()
	}
	return list, nil
}

func sameFile(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// listError is an error about the number list, and listWarning a warning. They point at numbers_file,
// but never at numbers: a CLI shows the lines it points at, and those are full of phone numbers.
func (m outboundTaskModel) listError(summary, detail string) diag.Diagnostic {
	return m.atList(diag.NewErrorDiagnostic(summary, detail))
}

func (m outboundTaskModel) listWarning(summary, detail string) diag.Diagnostic {
	return m.atList(diag.NewWarningDiagnostic(summary, detail))
}

func (m outboundTaskModel) atList(d diag.Diagnostic) diag.Diagnostic {
	if m.NumbersFile.IsNull() {
		return d
	}
	return diag.WithPath(path.Root("numbers_file"), d)
}

// listKnown reports whether the number list is known in full while planning.
func (m outboundTaskModel) listKnown(ctx context.Context) bool {
	if m.NumbersFile.IsUnknown() || m.Numbers.IsUnknown() {
		return false
	}
	value, err := m.Numbers.ToTerraformValue(ctx)
	return err == nil && value.IsFullyKnown()
}

// checkList reads and checks the wanted numbers, which must be known. Its diagnostics name lines and
// indexes, never a number.
func (m outboundTaskModel) checkList(ctx context.Context, cache *listCache, now time.Time) (*numbers.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	var source *numbers.Source
	file := m.NumbersFile.ValueString()
	if m.NumbersFile.IsNull() {
		entries, d := m.entries(ctx)
		diags.Append(d...)
		if diags.HasError() {
			return nil, diags
		}
		source = numbers.Inline(entries)
	} else {
		var err error
		if source, err = numbers.File(file); err != nil {
			diags.Append(m.listError("Unusable number list", sentence(err)+"\n\nNothing was sent."))
			return nil, diags
		}
	}
	list, err := cache.check(ctx, source, file, now)
	var problems *numbers.ProblemsError
	switch {
	case err == nil:
		return list, diags
	case errors.As(err, &problems):
		diags.Append(m.listError("Problems in the number list", sentence(err)+
			"\n\nNothing was sent. Correct the list; lines and indexes are named instead of the numbers, which are personal data."))
	case errors.Is(err, fs.ErrNotExist):
		diags.Append(m.listError("Number file not found", fmt.Sprintf(
			"There is no file %s.\n\nNothing was sent. A relative path starts at the directory Terraform runs in; "+
				"\"${path.module}/...\" starts at the module. If another resource writes the file, refer to one of its attributes "+
				"that is known only after it is made (its id, for example), so that the list is read after that.", file)))
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		diags.Append(m.listError("Reading the number list was interrupted", "Reading stopped before the end: "+sentence(err)+"\n\nNothing was sent."))
	default:
		diags.Append(m.listError("Unusable number list", sentence(err)+"\n\nNothing was sent."))
	}
	return nil, diags
}

// warnPastTimes tells of entries whose time has passed: the platform will not call them.
func (m outboundTaskModel) warnPastTimes(list *numbers.List, diags *diag.Diagnostics) {
	if list.PastTimes > 0 {
		diags.Append(m.listWarning("Numbers whose time has passed", fmt.Sprintf(
			"%s of the list cannot be called any more, because their time has passed. The platform calls nobody after the time that stands beside the number.",
			counted(int64(list.PastTimes), "number", "numbers"))))
	}
}
