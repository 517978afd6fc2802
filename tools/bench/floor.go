package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"time"
)

// form is a request body that was made beforehand.
type form struct {
	body        []byte
	contentType string
}

func newForm(fields ...string) (form, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	var errs []error
	for i := 0; i < len(fields); i += 2 {
		errs = append(errs, w.WriteField(fields[i], fields[i+1]))
	}
	errs = append(errs, w.Close())
	return form{body.Bytes(), w.FormDataContentType()}, errors.Join(errs...)
}

// measureFloor posts a list to a new mock in the parts in which the provider posts it, one after the other over one
// connection, and returns how long that took. The forms are made before the clock starts, and nothing is read, checked,
// counted or started: it is the least that any client needs.
func measureFloor(ctx context.Context, dir string, size int) (time.Duration, error) {
	mock, err := startMock(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer mock.stop()
	var session struct{ Token string }
	login, err := newForm("service", "App.Sip_Auth.Login", "appid", appID, "accesskey", accessKey)
	if err != nil {
		return 0, err
	}
	if err := mock.post(ctx, login, &session); err != nil {
		return 0, err
	}
	lists, err := parts(size)
	if err != nil {
		return 0, err
	}
	var task struct{ TaskID string }
	create, err := newForm("service", "App.Sip_Yccall.TaskCreat", "token", session.Token, "assigntype", "3",
		"assignagent", "renewals-team", "taskscale", "1:2", "status", "0", "telphone", string(lists[0]))
	if err != nil {
		return 0, err
	}

	begin := time.Now()
	if err := mock.post(ctx, create, &task); err != nil {
		return 0, err
	}
	spent := time.Since(begin)

	adds := make([]form, len(lists)-1)
	for i := range adds {
		adds[i], err = newForm("service", "App.Sip_Yccall.TaskAdd", "token", session.Token, "taskid", task.TaskID, "telphone", string(lists[i+1]))
		if err != nil {
			return 0, err
		}
	}
	begin = time.Now()
	for _, add := range adds {
		if err := mock.post(ctx, add, nil); err != nil {
			return 0, err
		}
	}
	spent += time.Since(begin)
	return spent, mock.expect(ctx, size)
}

// post sends a form and decodes the result, unless into is nil.
func (m *mock) post(ctx context.Context, f form, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.url, bytes.NewReader(f.body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", f.contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("posting to the mock: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("posting to the mock: %w", err)
	}
	var envelope struct {
		Ret  int
		Data struct {
			Status int
			Result json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &envelope); err != nil || envelope.Ret != http.StatusOK || envelope.Data.Status != 0 {
		return errors.Join(fmt.Errorf("the mock refused a form: ret %d, status %d", envelope.Ret, envelope.Data.Status), err)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(envelope.Data.Result, into)
}

// expect fails unless the mock accepted so many numbers since it was last asked: a figure of work that was not done
// means nothing.
func (m *mock) expect(ctx context.Context, numbers int) error {
	t, err := m.traffic(ctx)
	if err == nil && t.numbers != numbers {
		err = fmt.Errorf("the mock accepted %d numbers instead of %d", t.numbers, numbers)
	}
	return err
}
