package yccalltest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
)

const defaultPostMaxSize = 8 << 20

// drainLimit bounds how much of an oversized body is read before the connection is given up.
const drainLimit = 256 << 20

// Why a body is not read: a front end refuses it, or the framework's own page answers.
var (
	errTooLarge = errors.New("the body is too large for the front end")
	errOversize = errors.New("the body is above post_max_size")
)

// readForm reads the fields of a POST body, urlencoded or multipart. A body above post_max_size, and one that is not a
// form, give no fields and no error, unless the dialect has it otherwise: that is what PHP makes of them.
func readForm(r *http.Request, dialect *Dialect) (url.Values, error) {
	limit := cmp.Or(dialect.PostMaxSize, defaultPostMaxSize)
	refuses := dialect.MaxBody > 0
	if refuses {
		limit = min(limit, dialect.MaxBody)
	}
	var body bytes.Buffer
	if r.ContentLength > 0 && r.ContentLength <= limit {
		body.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	size, err := body.ReadFrom(io.LimitReader(r.Body, limit+1))
	if err == nil && size > limit {
		var rest int64
		rest, err = io.Copy(io.Discard, io.LimitReader(r.Body, drainLimit))
		size += rest
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the body: %w", err)
	case refuses && size > dialect.MaxBody:
		return nil, errTooLarge
	case size > limit && dialect.has(OversizePage):
		return nil, errOversize
	case size > limit:
		return url.Values{}, nil
	}
	if r.Method != http.MethodPost {
		return url.Values{}, nil
	}
	return parseForm(r.Header.Get("Content-Type"), &body), nil
}

func parseForm(contentType string, body *bytes.Buffer) url.Values {
	mediaType, params, _ := mime.ParseMediaType(contentType) // a malformed type is no known one
	switch mediaType {
	case "application/x-www-form-urlencoded":
		form, _ := url.ParseQuery(body.String()) // keeps the fields that it can read, and so does PHP
		return form
	case "multipart/form-data":
		return readMultipart(multipart.NewReader(body, params["boundary"]))
	}
	return url.Values{}
}

// readMultipart keeps the fields up to the first malformed part. As in PHP, a repeated field replaces the earlier one.
func readMultipart(reader *multipart.Reader) url.Values {
	form := url.Values{}
	for {
		part, err := reader.NextPart()
		if err != nil {
			return form
		}
		var value bytes.Buffer
		if _, err := value.ReadFrom(part); err != nil {
			return form
		}
		if part.FileName() == "" {
			form.Set(part.FormName(), value.String())
		}
	}
}
