package provider

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// listCache keeps checked number files for as long as they stay as they are, so that a run reads a file once to check it,
// however often Terraform asks for a plan. It is safe for concurrent use.
type listCache struct {
	wanted    fileCache[cacheKey, *numberlist.List]
	doNotCall fileCache[string, *withheld]
}

// cacheKey is what a check depends on besides the content of the files and the clock.
type cacheKey struct {
	file, doNotCall string // of doNotCall several, each ended by a NUL
	prefix          int
	settings        string
}

// withheld are people who must not be called.
type withheld struct {
	people   *phone.Matcher
	warnings []numberlist.Warning
}

// file returns the checked list of a file, without the people of do-not-call files if there are any. check is called where
// no earlier result can be used.
func (c *listCache) file(key cacheKey, check func() (*numberlist.List, error)) (*numberlist.List, error) {
	files := append([]string{key.file}, strings.FieldsFunc(key.doNotCall, func(r rune) bool { return r == 0 })...)
	return c.wanted.get(key, files, check)
}

// fileCache keeps what was made of files.
type fileCache[K comparable, V any] struct {
	mu   sync.Mutex
	made map[K]madeOfFiles[V]
}

type madeOfFiles[V any] struct {
	files []fs.FileInfo
	value V
}

// get returns what was made of the files if they are as they were, and otherwise makes it.
func (c *fileCache[K, V]) get(key K, files []string, make func() (V, error)) (value V, err error) {
	now := madeOfFiles[V]{}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return value, err
		}
		now.files = append(now.files, info)
	}
	c.mu.Lock()
	cached, ok := c.made[key]
	c.mu.Unlock()
	if ok && slices.EqualFunc(cached.files, now.files, sameFile) {
		return cached.value, nil
	}
	if now.value, err = make(); err != nil {
		return value, err
	}
	if !slices.ContainsFunc(now.files, func(info fs.FileInfo) bool { return !settled(info) }) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.made == nil {
			c.made = map[K]madeOfFiles[V]{}
		}
		c.made[key] = now
	}
	return now.value, nil
}

// settledAge is how old a file must be before its size and time are taken for its content: a file
// that is being written can change within one tick of the file system's clock.
const settledAge = 2 * time.Second

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
	for _, value := range append(m.listAttributes(), m.NumbersFile, m.Numbers, m.NumbersWO) {
		if !isKnown(ctx, value) {
			return false
		}
	}
	return true
}

// checkList reads and checks the wanted numbers, which must be known: a configuration has them all, a plan lacks
// numbers_wo. prefix is how many entries the list had when it was last written. The diagnostics name lines and indexes,
// never a number.
func (m outboundTaskModel) checkList(ctx context.Context, cache *listCache, now time.Time, prefix int) (*numberlist.List, diag.Diagnostics) {
	s, diags := m.listSettings()
	if diags.HasError() {
		return nil, diags
	}
	options := numberlist.CheckOptions{Now: now, KeepSet: true, PrefixCount: prefix, CallingCode: s.code(), SkipBadRows: s.SkipBadRows}
	if len(s.DoNotCall) > 0 {
		list, err := cache.people(ctx, s)
		if err != nil {
			diags.Append(explainList(err.error, err.file, atDoNotCall))
			return nil, diags
		}
		options.Exclude = list.people
		for _, w := range list.warnings {
			diags.Append(diag.NewAttributeWarningDiagnostic(path.Root("do_not_call_file"), w.Summary, w.Detail))
		}
	}
	list, err := m.checkWanted(ctx, cache, options, s, &diags)
	if err != nil {
		diags.Append(explainList(err, m.NumbersFile.ValueString(), m.listError))
	}
	if diags.HasError() {
		return nil, diags
	}
	return list, diags
}

func atDoNotCall(summary, detail string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("do_not_call_file"), summary, detail)
}

// checkWanted checks the list that the configuration names.
func (m outboundTaskModel) checkWanted(
	ctx context.Context, cache *listCache, options numberlist.CheckOptions, s listSettings, diags *diag.Diagnostics,
) (*numberlist.List, error) {
	switch {
	case !m.NumbersFile.IsNull():
		file := m.NumbersFile.ValueString()
		source, err := numberlist.File(file)
		if err != nil {
			return nil, err
		}
		if source, err = source.As(s.Format); err != nil {
			return nil, err
		}
		key := cacheKey{file: file, prefix: options.PrefixCount, settings: s.key()}
		for _, path := range s.DoNotCall {
			key.doNotCall += path + "\x00"
		}
		return cache.file(key, func() (*numberlist.List, error) {
			return numberlist.Check(ctx, source, options)
		})
	case !m.NumbersWO.IsNull():
		source, err := numberlist.Text(m.NumbersWO.ValueString()).As(s.Format)
		if err != nil {
			return nil, err
		}
		return numberlist.Check(ctx, source, options)
	default:
		entries, d := m.entries(ctx)
		diags.Append(d...)
		return numberlist.Check(ctx, numberlist.Inline(entries), options)
	}
}

// fileError is an error that is about one of several files.
type fileError struct {
	error
	file string
}

// people reads and checks the lists of people who must not be called.
func (c *listCache) people(ctx context.Context, s listSettings) (*withheld, *fileError) {
	var about string
	all, err := c.doNotCall.get(s.key(), s.DoNotCall, func() (*withheld, error) {
		var sets []*phone.Set
		all := &withheld{}
		for _, file := range s.DoNotCall {
			about = file
			source, err := numberlist.File(file)
			if err == nil {
				source, err = source.As(s.DoNotCallFormat)
			}
			if err != nil {
				return nil, err
			}
			list, err := numberlist.CheckDoNotCall(ctx, source)
			if err != nil {
				return nil, err
			}
			sets, all.warnings = append(sets, list.Set), append(all.warnings, list.Warnings...)
		}
		all.people = phone.NewMatcher(s.code(), sets...)
		return all, nil
	})
	if err != nil {
		var missing *fs.PathError
		if errors.As(err, &missing) {
			about = missing.Path
		}
		return nil, &fileError{err, about}
	}
	return all, nil
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
				"that is known only after it is made (its id, for example), so that the list is read after that.", file))
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

// newPastTimes are those of the entries whose time has passed that are certainly new: all on a new task, and what is behind
// the list as last written. Who else is new cannot be told from the list alone.
func (r *outboundTaskResource) newPastTimes(list *numberlist.List, isNew bool, private taskPrivate) numberlist.Tally {
	switch {
	case isNew || list.PastTimes.Count == 0:
		return list.PastTimes
	case list.PrefixSHA256 != "" && r.stored(list.PrefixSHA256) == private.OrderDigest:
		return list.PastAppended
	default:
		return numberlist.Tally{}
	}
}

// checkTimes tells of entries whose time has passed: the platform calls nobody after it. Whoever is new would be lost, so
// that is an error; who is on the task already just was not reached in time. added are the new ones among them.
func (m outboundTaskModel) checkTimes(list *numberlist.List, added numberlist.Tally, diags *diag.Diagnostics) {
	const summary = "Numbers whose time has passed"
	switch {
	case added.Count > 0 && m.OnBadRows.ValueString() != badRowsSkip:
		diags.Append(m.listError(summary, fmt.Sprintf(
			"The list has %s whose time has passed, so that the platform would not call them: %s. Nothing was sent.\n\n"+
				"Write a later time, in unix seconds, which are ten digits, or as in 2030-06-01T09:00:00+08:00, or leave the time out.",
			phoneNumbers(int64(added.Count)), added)))
	case list.PastTimes.Count > 0:
		diags.Append(m.listWarning(summary, fmt.Sprintf(
			"The list has %s whose time has passed: %s. The platform calls nobody after the time that stands beside the number.",
			phoneNumbers(int64(list.PastTimes.Count)), list.PastTimes)))
	}
}
