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

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// form is a request body that was made beforehand.
type form struct {
	body        []byte
	contentType string
}

func newForm(fields map[string]string) form {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		_ = w.WriteField(name, value) // A buffer takes everything.
	}
	_ = w.Close()
	return form{body.Bytes(), w.FormDataContentType()}
}

// measureFloor posts a list to a new mock in the parts in which the provider posts it, one after the other over one
// connection, and returns how long that took. The forms are made before the clock starts, and nothing is read, checked,
// counted or started: it is the least that any client needs.
func measureFloor(ctx context.Context, dir string, size int) (time.Duration, error) {
	fake, err := sandbox.StartFake(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer fake.Stop()
	lists, err := parts(size)
	if err != nil {
		return 0, err
	}
	var login struct{ Token string }
	if _, err := post(ctx, fake.URL, &login, newForm(map[string]string{
		"service": "App.Sip_Auth.Login", "appid": sandbox.AppID, "accesskey": sandbox.AccessKey,
	})); err != nil {
		return 0, err
	}
	var task struct{ TaskID string }
	took, err := post(ctx, fake.URL, &task, newForm(map[string]string{
		"service": "App.Sip_Yccall.TaskCreat", "token": login.Token, "assigntype": "3", "assignagent": "renewals-team",
		"taskscale": "1:2", "status": "0", "telphone": string(lists[0]),
	}))
	if err != nil {
		return 0, err
	}
	adds := make([]form, len(lists)-1)
	for i := range adds {
		adds[i] = newForm(map[string]string{
			"service": "App.Sip_Yccall.TaskAdd", "token": login.Token, "taskid": task.TaskID, "telphone": string(lists[i+1]),
		})
	}
	for _, add := range adds {
		once, err := post(ctx, fake.URL, nil, add)
		if err != nil {
			return 0, err
		}
		took += once
	}
	_, err = fake.ReceivedNumbers(ctx, size)
	return took, err
}

// post sends a form, decodes the result, unless into is nil, and returns how long that took.
func post(ctx context.Context, url string, into any, f form) (took time.Duration, err error) {
	begin := time.Now()
	defer func() { took = time.Since(begin) }()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(f.body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", f.contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("posting to the mock: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, fmt.Errorf("posting to the mock: %w", err)
	}
	var envelope struct {
		Ret  int
		Data struct {
			Status int
			Result json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &envelope); err != nil || envelope.Ret != http.StatusOK || envelope.Data.Status != 0 {
		return 0, errors.Join(fmt.Errorf("the mock refused a form: ret %d, status %d", envelope.Ret, envelope.Data.Status), err)
	}
	if into == nil {
		return 0, nil
	}
	return 0, json.Unmarshal(envelope.Data.Result, into)
}
