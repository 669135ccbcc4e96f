package http

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"oms-lab/order-service/order"
)

// orderEvents answers a page of the history of one order, oldest first.
func (a *API) orderEvents(c *gin.Context) error {
	o, err := a.visibleOrder(c)
	if err != nil {
		return err
	}
	given, err := readParameters(c, "limit", "cursor")
	if err != nil {
		return err
	}
	limit, err := given.limit()
	if err != nil {
		return err
	}
	var after int64
	if v, ok := given["cursor"]; ok {
		if after, ok = readHistoryCursor(v, o.ID); !ok {
			return order.Invalid("cursor", "is not one that this list has answered")
		}
	}
	// One more tells whether there is a next page.
	history, err := a.DB.History(c.Request.Context(), o.ID, after, limit+1)
	if err != nil {
		return err
	}
	page := struct {
		Items      []order.Change `json:"items"`
		NextCursor *string        `json:"next_cursor"`
	}{Items: history[:min(limit, len(history))]}
	if len(history) > limit {
		next := writeHistoryCursor(history[limit-1].ID, o.ID)
		page.NextCursor = &next
	}
	c.JSON(http.StatusOK, page)
	return nil
}

// The cursor of a history is the number of the last entry of a page, bound to the order.

func writeHistoryCursor(entry int64, id uuid.UUID) string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(entry)) //nolint:gosec // read back the same way
	return base64.RawURLEncoding.EncodeToString(append(raw, id[:]...))
}

func readHistoryCursor(s string, id uuid.UUID) (int64, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != 8+len(id) || !bytes.Equal(raw[8:], id[:]) {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(raw)), true //nolint:gosec // written the same way
}
