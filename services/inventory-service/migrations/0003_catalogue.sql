-- The catalogue that a new lab starts with: 6 categories of 10 products in 3 warehouses. Two products
-- start just above their reorder level and two at or below it, so that the low-stock views have
-- something to show.

INSERT INTO warehouses (code, name) VALUES
    ('BER', 'Berlin'),
    ('MAD', 'Madrid'),
    ('RTM', 'Rotterdam');

INSERT INTO categories (code, name) VALUES
    ('laptops', 'Laptops'),
    ('monitors', 'Monitors'),
    ('keyboards', 'Keyboards and mice'),
    ('audio', 'Headsets and speakers'),
    ('networking', 'Networking'),
    ('storage', 'Storage');

-- What arrived, by warehouse: Berlin, Madrid, Rotterdam.
CREATE TEMPORARY TABLE delivery (
    sku text, name text, category text, price_minor bigint, reorder_level integer,
    ber integer, mad integer, rtm integer
) ON COMMIT DROP;

INSERT INTO delivery VALUES
    ('LAP-1001', 'Aurora 13 Ultrabook', 'laptops', 119900, 55, 220, 150, 180),
    ('LAP-1002', 'Aurora 15 Ultrabook', 'laptops', 149900, 55, 260, 140, 180),
    ('LAP-1003', 'Nimbus 14 Business Laptop', 'laptops', 109900, 65, 270, 160, 220),
    ('LAP-1004', 'Nimbus 16 Business Laptop', 'laptops', 134900, 55, 250, 130, 190),
    ('LAP-1005', 'Vertex 16 Mobile Workstation', 'laptops', 259900, 50, 210, 160, 160),
    ('LAP-1006', 'Vertex 17 Mobile Workstation', 'laptops', 299900, 20, 9, 7, 8),
    ('LAP-1007', 'Pico 12 Convertible', 'laptops', 79900, 55, 260, 130, 180),
    ('LAP-1008', 'Pico 13 Convertible', 'laptops', 94900, 60, 250, 160, 200),
    ('LAP-1009', 'Terra 14 Rugged Laptop', 'laptops', 189900, 55, 240, 150, 200),
    ('LAP-1010', 'Campus 14 Student Laptop', 'laptops', 54900, 45, 200, 130, 160),
    ('MON-1001', 'ClearView 24 Full HD', 'monitors', 15900, 95, 420, 240, 310),
    ('MON-1002', 'ClearView 27 QHD', 'monitors', 27900, 95, 380, 300, 290),
    ('MON-1003', 'ClearView 27 4K', 'monitors', 38900, 105, 470, 300, 300),
    ('MON-1004', 'ClearView 32 4K', 'monitors', 54900, 60, 260, 130, 210),
    ('MON-1005', 'ClearView 34 Ultrawide', 'monitors', 64900, 50, 200, 130, 190),
    ('MON-1006', 'ClearView 49 Dual QHD', 'monitors', 119900, 60, 230, 160, 210),
    ('MON-1007', 'StudioColor 27 4K Reference', 'monitors', 129900, 50, 200, 150, 160),
    ('MON-1008', 'StudioColor 32 4K Reference', 'monitors', 179900, 25, 10, 9, 8),
    ('MON-1009', 'Roam 16 Portable Monitor', 'monitors', 19900, 90, 370, 250, 320),
    ('MON-1010', 'Touchline 24 Touch Monitor', 'monitors', 34900, 110, 420, 310, 380),
    ('KEY-1001', 'Quiet Pro Keyboard', 'keyboards', 6900, 175, 730, 510, 520),
    ('KEY-1002', 'Quiet Pro Wireless Keyboard', 'keyboards', 8900, 200, 770, 530, 700),
    ('KEY-1003', 'Tactile 75 Mechanical Keyboard', 'keyboards', 12900, 100, 420, 270, 330),
    ('KEY-1004', 'Tactile 100 Mechanical Keyboard', 'keyboards', 14900, 100, 410, 310, 290),
    ('KEY-1005', 'Split Ergo Keyboard', 'keyboards', 19900, 100, 460, 230, 350),
    ('KEY-1006', 'Numpad Wireless', 'keyboards', 3900, 165, 730, 360, 590),
    ('KEY-1007', 'Glide Mouse', 'keyboards', 2900, 180, 600, 520, 700),
    ('KEY-1008', 'Glide Pro Wireless Mouse', 'keyboards', 7900, 185, 730, 490, 650),
    ('KEY-1009', 'Upright Ergo Mouse', 'keyboards', 6500, 155, 640, 370, 560),
    ('KEY-1010', 'Orbit Trackball', 'keyboards', 5900, 175, 700, 440, 640),
    ('AUD-1001', 'Focus USB Headset', 'audio', 5900, 170, 780, 460, 480),
    ('AUD-1002', 'Focus Wireless Headset', 'audio', 12900, 105, 390, 270, 400),
    ('AUD-1003', 'Focus ANC Headset', 'audio', 24900, 95, 350, 280, 340),
    ('AUD-1004', 'Call Mini Speakerphone', 'audio', 9900, 170, 680, 510, 540),
    ('AUD-1005', 'Call Room Speakerphone', 'audio', 29900, 100, 380, 260, 370),
    ('AUD-1006', 'Desk Stereo Speakers', 'audio', 7900, 160, 640, 450, 540),
    ('AUD-1007', 'Desk Soundbar', 'audio', 11900, 105, 450, 210, 390),
    ('AUD-1008', 'Podcast USB Microphone', 'audio', 13900, 95, 410, 230, 320),
    ('AUD-1009', 'Lapel Microphone', 'audio', 4900, 170, 770, 450, 500),
    ('AUD-1010', 'Travel Earbuds', 'audio', 8900, 160, 630, 370, 600),
    ('NET-1001', 'Edge 5 Port Switch', 'networking', 2900, 180, 760, 370, 680),
    ('NET-1002', 'Edge 8 Port PoE Switch', 'networking', 9900, 175, 730, 510, 530),
    ('NET-1003', 'Edge 24 Port Managed Switch', 'networking', 28900, 100, 370, 260, 400),
    ('NET-1004', 'Edge 48 Port Managed Switch', 'networking', 54900, 55, 230, 140, 200),
    ('NET-1005', 'Aero WiFi 6 Access Point', 'networking', 13900, 90, 350, 220, 330),
    ('NET-1006', 'Aero WiFi 7 Access Point', 'networking', 27900, 105, 450, 250, 370),
    ('NET-1007', 'Gate 100 Firewall', 'networking', 39900, 100, 400, 270, 350),
    ('NET-1008', 'Gate 500 Firewall', 'networking', 119900, 15, 6, 5, 4),
    ('NET-1009', 'Fiber SFP+ Module', 'networking', 4500, 165, 610, 460, 580),
    ('NET-1010', 'Cat 6A Patch Cable 5 m', 'networking', 1290, 165, 760, 430, 500),
    ('STO-1001', 'Swift SSD 1 TB', 'storage', 8900, 170, 610, 460, 640),
    ('STO-1002', 'Swift SSD 2 TB', 'storage', 15900, 95, 450, 220, 280),
    ('STO-1003', 'Swift SSD 4 TB', 'storage', 29900, 100, 370, 300, 360),
    ('STO-1004', 'Pocket SSD 1 TB', 'storage', 10900, 100, 360, 290, 360),
    ('STO-1005', 'Pocket SSD 2 TB', 'storage', 18900, 105, 460, 230, 400),
    ('STO-1006', 'Vault 2 Bay NAS', 'storage', 27900, 95, 410, 280, 290),
    ('STO-1007', 'Vault 4 Bay NAS', 'storage', 49900, 110, 470, 310, 350),
    ('STO-1008', 'Archive HDD 8 TB', 'storage', 18900, 100, 430, 210, 370),
    ('STO-1009', 'Archive HDD 16 TB', 'storage', 32900, 40, 14, 13, 12),
    ('STO-1010', 'Key USB Stick 128 GB', 'storage', 1490, 190, 760, 500, 660);

INSERT INTO products (sku, name, category, price_minor, currency, reorder_level)
SELECT sku, name, category, price_minor, 'EUR', reorder_level
FROM delivery;

INSERT INTO stock (sku, warehouse, on_hand)
SELECT sku, warehouse, quantity
FROM delivery, LATERAL (VALUES ('BER', ber), ('MAD', mad), ('RTM', rtm)) AS arrived (warehouse, quantity);

-- Version 7 ids like every other: 48 bits of milliseconds, then version, variant and random bits.
INSERT INTO stock_movements (id, sku, warehouse, kind, quantity, reason)
SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(md5(random()::text), 1, 3)
        || '8' || substr(md5(random()::text), 1, 15))::uuid,
       sku, warehouse, 'receipt', on_hand, 'initial stock'
FROM stock;
