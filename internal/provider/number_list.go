package provider

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// listCache keeps checked number files for as long as they stay as they are, so that a run reads a
// file once to check it, however often Terraform asks for a plan. It is safe for concurrent use.
type listCache struct {
	mu    sync.Mutex
	files map[cacheKey]cachedList
}

// cacheKey is what a check depends on besides the content of the files and the clock.
type cacheKey struct {
	file, doNotCall string
	prefix          int
}

type cachedList struct {
	info, doNotCallInfo fs.FileInfo
	list                *numberlist.List
}

// settledAge is how old a file must be before its size and time are taken for its content: a file
// that is being written can change within one tick of the file system's clock.
const settledAge = 2 * time.Second

// file returns the checked list of a file, without the numbers of a do-not-call file if there is one.
// check is called where no previous result can be used.
func (c *listCache) file(key cacheKey, check func() (*numberlist.List, error)) (*numberlist.List, error) {
	var now cachedList
	var err error
	if now.info, err = os.Stat(key.file); err != nil {
		return nil, err
	}
	if key.doNotCall != "" {
		if now.doNotCallInfo, err = os.Stat(key.doNotCall); err != nil {
			return nil, err
		}
	}
	c.mu.Lock()
	cached, ok := c.files[key]
	c.mu.Unlock()
	if ok && sameFile(cached.info, now.info) && (key.doNotCall == "" || sameFile(cached.doNotCallInfo, now.doNotCallInfo)) {
		return cached.list, nil
	}
	if now.list, err = check(); err != nil {
		return nil, err
	}
	if settled(now.info) && (key.doNotCall == "" || settled(now.doNotCallInfo)) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.files == nil {
			c.files = map[cacheKey]cachedList{}
		}
		c.files[key] = now
	}
	return now.list, nil
}

func settled(info fs.FileInfo) bool { return time.Since(info.ModTime()) > settledAge }

func sameFile(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// listError is an error about the number list, and listWarning a warning. They point at numbers_file,
// but never at numbers or numbers_wo: a CLI shows the lines it points at, and those are full of phone numbers.
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
	if m.NumbersFile.IsUnknown() || m.Numbers.IsUnknown() || m.NumbersWO.IsUnknown() || m.DoNotCallFile.IsUnknown() {
		return false
	}
	value, err := m.Numbers.ToTerraformValue(ctx)
	return err == nil && value.IsFullyKnown()
}

// checkList reads and checks the wanted numbers, which must be known: a configuration has them all, a
// plan lacks numbers_wo. prefix is how many entries the list had when it was last written. The
// diagnostics name lines and indexes, never a number.
func (m outboundTaskModel) checkList(ctx context.Context, cache *listCache, now time.Time, prefix int) (*numberlist.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	options := numberlist.CheckOptions{Now: now, KeepSet: true, PrefixCount: prefix}
	doNotCall := m.DoNotCallFile.ValueString()
	if doNotCall != "" {
		exclude, err := checkDoNotCall(ctx, doNotCall)
		if err != nil {
			at := func(summary, detail string) diag.Diagnostic {
				return diag.NewAttributeErrorDiagnostic(path.Root("do_not_call_file"), summary, detail)
			}
			diags.Append(explainList(err, doNotCall, at))
			return nil, diags
		}
		options.Exclude = exclude
	}
	list, err := m.checkWanted(ctx, cache, options, doNotCall, &diags)
	if err != nil {
		diags.Append(explainList(err, m.NumbersFile.ValueString(), m.listError))
	}
	if diags.HasError() {
		return nil, diags
	}
	return list, diags
}

// checkWanted checks the list that the configuration names.
func (m outboundTaskModel) checkWanted(
	ctx context.Context, cache *listCache, options numberlist.CheckOptions, doNotCall string, diags *diag.Diagnostics,
) (*numberlist.List, error) {
	switch {
	case !m.NumbersFile.IsNull():
		file := m.NumbersFile.ValueString()
		source, err := numberlist.File(file)
		if err != nil {
			return nil, err
		}
		return cache.file(cacheKey{file: file, doNotCall: doNotCall, prefix: options.PrefixCount}, func() (*numberlist.List, error) {
			return numberlist.Check(ctx, source, options)
		})
	case !m.NumbersWO.IsNull():
		return numberlist.Check(ctx, numberlist.Text(m.NumbersWO.ValueString()), options)
	default:
		entries, d := m.entries(ctx)
		diags.Append(d...)
		return numberlist.Check(ctx, numberlist.Inline(entries), options)
	}
}

// checkDoNotCall reads and checks the numbers that must not be called.
func checkDoNotCall(ctx context.Context, file string) (*phone.Matcher, error) {
	source, err := numberlist.File(file)
	if err != nil {
		return nil, err
	}
	list, err := numberlist.CheckDoNotCall(ctx, source)
	if err != nil {
		return nil, err
	}
	return phone.NewMatcher(phone.CallingCode{}, list.Set), nil
}

// explainList turns an error of reading or checking a list into a diagnostic.
func explainList(err error, file string, at func(summary, detail string) diag.Diagnostic) diag.Diagnostic {
	var problems *numberlist.ProblemsError
	switch {
	case errors.As(err, &problems):
		return at("Problems in the number list", sentence(err)+
			"\n\nNothing was sent. Correct the list; lines and indexes are named instead of the numbers, which are personal data.")
	case errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(file, "~"):
		return at("Number file not found", fmt.Sprintf(
			"There is no file %s: Terraform does not replace the ~ by your home directory.\n\nNothing was sent. Write pathexpand(%q).", file, file))
	case errors.Is(err, fs.ErrNotExist):
		return at("Number file not found", fmt.Sprintf(
			"There is no file %s.\n\nNothing was sent. A relative path starts at the directory Terraform runs in; "+
				"\"${path.module}/...\" starts at the module. If another resource writes the file, refer to one of its attributes "+
				"that is known only after it is made (its id, for example), so that the list is read after that. "+
				"To destroy the task without the file, take the resource out of the configuration and apply.", file))
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return at("Reading the number list was interrupted", "Reading stopped before the end: "+sentence(err)+"\n\nNothing was sent.")
	default:
		return at("Unusable number list", sentence(err)+"\n\nNothing was sent.")
	}
}

// warnDoubts tells what is likely wrong with the list.
func (m outboundTaskModel) warnDoubts(list *numberlist.List, diags *diag.Diagnostics) {
	for _, w := range list.Warnings {
		diags.Append(m.listWarning(w.Summary, w.Detail))
	}
}

// warnPastTimes tells of entries whose time has passed: the platform will not call them.
func (m outboundTaskModel) warnPastTimes(list *numberlist.List, diags *diag.Diagnostics) {
	if list.PastTimes > 0 {
		diags.Append(m.listWarning("Numbers whose time has passed", fmt.Sprintf(
			"The list has %s whose time has passed. The platform calls nobody after the time that stands beside the number.",
			phoneNumbers(int64(list.PastTimes)))))
	}
}
