package e2e

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A new signing key logs nobody out: the old tokens go on, and the new ones are known everywhere from the first request.
func TestANewSigningKeyLogsNobodyOut(t *testing.T) {
	boss, before := admin(t), newCustomer(t)
	nextKeyIsKnown(t)
	a := call{method: http.MethodPost, url: gateway() + "/api/v1/users/signing-keys/rotate", token: boss.token}.do(t)
	require.Equal(t, http.StatusOK, a.status, string(a.body))
	after := signIn(t, before.Email)
	require.NotEqual(t, kid(t, before.token), kid(t, after.token))
	for _, token := range []string{before.token, after.token} {
		for _, path := range []string{"/api/v1/orders", "/api/v1/inventory", "/api/v1/payments", "/api/v1/users/me", "/api/v1/notifications/preferences/me"} {
			a := call{method: http.MethodGet, url: gateway() + path, token: token}.do(t)
			require.Equal(t, http.StatusOK, a.status, path+": "+string(a.body))
		}
	}
}

func kid(t *testing.T, token string) string {
	t.Helper()
	parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
	require.NoError(t, err)
	return parsed.Header["kid"].(string)
}

// Guessing one account's password ends after a few attempts, for the guesser and the owner alike, and says until when.
func TestGuessingAPasswordIsThrottled(t *testing.T) {
	victim := newCustomer(t)
	login := func(password string) answer {
		return call{method: http.MethodPost, url: gateway() + "/api/v1/users/login",
			body: map[string]string{"email": victim.Email, "password": password}}.do(t)
	}
	allowed := 0
	var a answer
	for a = login("wrong-password"); a.status == http.StatusUnauthorized && allowed < 50; a = login("wrong-password") {
		allowed++
	}
	require.Positive(t, allowed)
	problemOf(t, a, "too_many_requests", "/api/v1/users/login")
	wait, err := strconv.Atoi(a.header.Get("Retry-After"))
	require.NoError(t, err)
	require.Positive(t, wait)
	problemOf(t, login(os.Getenv("LAB_PASSWORD")), "too_many_requests", "/api/v1/users/login")
	newCustomer(t) // others come in
}

type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
}

func refresh(t *testing.T, token string) answer {
	return call{method: http.MethodPost, url: gateway() + "/api/v1/users/refresh", body: map[string]string{"refresh_token": token}}.do(t)
}

// Whoever uses a refresh token a second time has stolen it, or it was stolen from them: the session ends.
func TestAReusedRefreshTokenEndsTheSession(t *testing.T) {
	victim := newCustomer(t)
	first := session(t, victim)
	var second tokens
	refresh(t, first.Refresh).into(t, http.StatusOK, &second)
	require.NotEqual(t, first.Refresh, second.Refresh)
	problemOf(t, refresh(t, first.Refresh), "unauthorized", "/api/v1/users/refresh")
	problemOf(t, refresh(t, second.Refresh), "unauthorized", "/api/v1/users/refresh")
	require.Equal(t, http.StatusOK, refresh(t, session(t, victim).Refresh).status, "other sessions go on")
}

func session(t *testing.T, by person) (both tokens) {
	call{method: http.MethodPost, url: gateway() + "/api/v1/users/login",
		body: map[string]string{"email": by.Email, "password": os.Getenv("LAB_PASSWORD")}}.do(t).into(t, http.StatusOK, &both)
	return both
}

// Somebody who registers gets a welcome mail, in the language that they have chosen from then on.
func TestMailsComeInTheCustomersLanguage(t *testing.T) {
	buyer := newCustomer(t)
	eventually(t, 20*time.Second, func(c *assert.CollectT) {
		assert.Len(c, messagesTo(c, "kind=mail&to="+buyer.Email), 1, "the welcome mail")
	})
	path := gateway() + "/api/v1/notifications/preferences/me"
	a := call{method: http.MethodPut, url: path, token: buyer.token,
		body: map[string]any{"language": "de", "email": true, "sms": false, "live": true}}.do(t)
	require.Equal(t, http.StatusOK, a.status, string(a.body))
	bought := buy(t, buyer, plenty(t, buyer, 1).SKU, 1)
	eventually(t, 20*time.Second, func(c *assert.CollectT) {
		mails := about(messagesTo(c, "kind=mail&to="+buyer.Email), bought.Number)
		if assert.Len(c, mails, 1) {
			assert.Contains(c, strings.ToLower(mails[0].Subject), "bestell")
		}
	})
	require.Empty(t, about(messagesTo(t, "kind=sms&to="+buyer.Email), bought.Number), "SMS are switched off")
}

// Two people change one order at once: one of them is told that the other was faster.
func TestTwoEditorsOfOneOrder(t *testing.T) {
	buyer, staff := newCustomer(t), operator(t)
	bought := buy(t, buyer, plenty(t, buyer, 1).SKU, 1)
	path := "/api/v1/orders/" + bought.ID
	etag := call{method: http.MethodGet, url: gateway() + path, token: buyer.token}.do(t).header.Get("ETag")
	require.NotEmpty(t, etag)
	address := wish("", 1, "")["shipping_address"]
	edit := func(note string) answer {
		return call{method: http.MethodPut, url: gateway() + path, token: buyer.token, header: map[string]string{"If-Match": etag},
			body: map[string]any{"shipping_address": address, "note": note}}.do(t)
	}
	answers := make([]answer, 10)
	var editing sync.WaitGroup
	for i := range answers {
		editing.Go(func() { answers[i] = edit("note " + strconv.Itoa(i)) })
	}
	editing.Wait()
	accepted := 0
	for _, a := range answers {
		if a.status == http.StatusOK {
			accepted++
			continue
		}
		problemOf(t, a, "precondition_failed", path)
	}
	require.Equal(t, 1, accepted)

	advance := func(status string, more map[string]any) answer {
		body := map[string]any{"status": status}
		for name, value := range more {
			body[name] = value
		}
		return call{method: http.MethodPost, url: gateway() + path + "/status", token: staff.token, body: body}.do(t)
	}
	a := advance("delivered", nil)
	problemOf(t, a, "invalid_transition", path+"/status")
	require.Contains(t, string(a.body), `"from":"confirmed"`)
	require.Contains(t, string(a.body), `"to":"delivered"`)
	require.Equal(t, http.StatusOK, advance("processing", nil).status)
	require.Equal(t, http.StatusOK, advance("shipped", map[string]any{"tracking_number": "TRK-" + uuid.NewString()[:8]}).status)
	problemOf(t, edit("too late"), "precondition_failed", path)
	problemOf(t, call{method: http.MethodDelete, url: gateway() + path, token: buyer.token}.do(t), "invalid_transition", path)
	require.Equal(t, http.StatusOK, advance("delivered", nil).status)
	require.Equal(t, http.StatusOK, advance("refunded", nil).status)
	eventually(t, 20*time.Second, func(c *assert.CollectT) {
		paid, _ := paymentOf(c, staff, bought.ID)
		assert.Equal(c, "refunded", paid.Status)
		assert.Equal(c, "refunded", orderOf(c, buyer, bought.ID).Status)
	})
}
