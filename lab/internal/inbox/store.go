package inbox

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// ErrNotFound is returned by Store.Get for an id that the store does not hold (any more).
var ErrNotFound = errors.New("no such message")

var (
	messagesBucket = []byte("messages")
	metaBucket     = []byte("meta")
	countKey       = []byte("count")
	// deliveriesBucket leads from the key of a delivery to the id of its message.
	deliveriesBucket = []byte("deliveries")
)

// record is what the store keeps of a message.
type record struct {
	Message
	Delivery string `json:"delivery,omitempty"`
}

// Store keeps the newest messages in one bbolt file; the oldest give way to new ones.
type Store struct {
	db  *bolt.DB
	max uint64
}

// OpenStore opens or creates the file, and the folder that it stands in. It fails when another inbox has it open.
func OpenStore(file string, maxMessages int) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return nil, err
	}
	db, err := bolt.Open(file, 0o600, &bolt.Options{Timeout: time.Second})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("%s is in use by another inbox", file)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{messagesBucket, metaBucket, deliveriesBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare %s: %w", file, err), db.Close())
	}
	return &Store{db: db, max: uint64(maxMessages)}, nil
}

// Close waits for running transactions and releases the file.
func (s *Store) Close() error { return s.db.Close() }

// Put stores a message durably, drops the oldest beyond the bound, and returns the id of the message. A message whose
// delivery key came before is not stored again: the id is then that of the first. Concurrent calls share one disk sync.
func (s *Store) Put(m Message) (id uuid.UUID, err error) {
	value, err := json.Marshal(record{m, m.Delivery})
	if err != nil {
		return uuid.Nil, err
	}
	err = s.db.Batch(func(tx *bolt.Tx) error {
		id = m.ID // a batch may run this again
		messages, deliveries := tx.Bucket(messagesBucket), tx.Bucket(deliveriesBucket)
		if m.Delivery != "" {
			if first := deliveries.Get([]byte(m.Delivery)); first != nil {
				return id.UnmarshalBinary(first)
			}
			if err := deliveries.Put([]byte(m.Delivery), m.ID[:]); err != nil {
				return err
			}
		}
		if err := messages.Put(m.ID[:], value); err != nil {
			return err
		}
		// The count lives in the file: counting keys at each Put would read the whole tree.
		count := readCount(tx) + 1
		for cursor := messages.Cursor(); count > s.max; count-- {
			key, oldest := cursor.First()
			if key == nil {
				break
			}
			if err := forgetDelivery(deliveries, oldest); err != nil {
				return err
			}
			if err := cursor.Delete(); err != nil {
				return err
			}
		}
		return writeCount(tx, count)
	})
	return id, err
}

// forgetDelivery removes the delivery key of a message that is about to go.
func forgetDelivery(deliveries *bolt.Bucket, value []byte) error {
	var r record
	if err := json.Unmarshal(value, &r); err != nil || r.Delivery == "" {
		return err
	}
	return deliveries.Delete([]byte(r.Delivery))
}

// Get returns one message, or ErrNotFound.
func (s *Store) Get(id uuid.UUID) (Message, error) {
	var m Message
	err := s.db.View(func(tx *bolt.Tx) error {
		value := tx.Bucket(messagesBucket).Get(id[:])
		if value == nil {
			return ErrNotFound
		}
		return json.Unmarshal(value, &m)
	})
	return m, err
}

// Each calls visit for every message that the filter selects, newest first, until visit returns an error,
// which it hands on. It sees the store as it was at the start.
func (s *Store) Each(filter Filter, visit func(Message) error) error {
	return s.db.View(func(tx *bolt.Tx) error {
		cursor, found := tx.Bucket(messagesBucket).Cursor(), 0
		for key, value := newest(cursor, filter.Before); key != nil; key, value = cursor.Prev() {
			var m Message
			if err := json.Unmarshal(value, &m); err != nil {
				return fmt.Errorf("message %x: %w", key, err)
			}
			if !filter.Matches(m) {
				continue
			}
			if err := visit(m); err != nil {
				return err
			}
			if found++; found == filter.Limit {
				return nil
			}
		}
		return nil
	})
}

// Count is the number of messages held.
func (s *Store) Count() (count uint64, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		count = readCount(tx)
		return nil
	})
	return count, err
}

// Clear forgets every message.
func (s *Store) Clear() error {
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{messagesBucket, deliveriesBucket} {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return writeCount(tx, 0)
	})
}

func newest(cursor *bolt.Cursor, before uuid.UUID) (key, value []byte) {
	if before == uuid.Nil {
		return cursor.Last()
	}
	// Seek lands on the id itself or, when it is gone, on the next newer one: one step back is older in both cases.
	if key, _ := cursor.Seek(before[:]); key == nil {
		return cursor.Last()
	}
	return cursor.Prev()
}

func readCount(tx *bolt.Tx) uint64 {
	value := tx.Bucket(metaBucket).Get(countKey)
	if value == nil {
		return 0
	}
	return binary.BigEndian.Uint64(value)
}

func writeCount(tx *bolt.Tx, count uint64) error {
	return tx.Bucket(metaBucket).Put(countKey, binary.BigEndian.AppendUint64(nil, count))
}
