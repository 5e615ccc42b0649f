-- The shop of examples/storefront_server: its tables, and what is in them. Run once, in one transaction, when there is no
-- database. The engine is handed values of the types that are declared here; BOOLEAN becomes true and false.

CREATE TABLE documents (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE collections (id INTEGER PRIMARY KEY, position INTEGER NOT NULL, handle TEXT NOT NULL UNIQUE,
                          title TEXT NOT NULL, summary TEXT);
CREATE TABLE products (id INTEGER PRIMARY KEY, handle TEXT NOT NULL UNIQUE, title TEXT NOT NULL, price INTEGER NOT NULL,
                       compare_at INTEGER, available BOOLEAN NOT NULL, restock_on TEXT, weight_g INTEGER, description TEXT);
CREATE TABLE members (collection INTEGER NOT NULL REFERENCES collections, product INTEGER NOT NULL REFERENCES products,
                      position INTEGER NOT NULL, PRIMARY KEY (collection, product)) WITHOUT ROWID;
CREATE INDEX members_by_product ON members (product);
CREATE TABLE variants (product INTEGER NOT NULL REFERENCES products, position INTEGER NOT NULL, title TEXT NOT NULL,
                       stock INTEGER NOT NULL, PRIMARY KEY (product, position)) WITHOUT ROWID;
CREATE TABLE blogs (id INTEGER PRIMARY KEY, handle TEXT NOT NULL UNIQUE, title TEXT NOT NULL, url TEXT NOT NULL);
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, blog INTEGER NOT NULL REFERENCES blogs, handle TEXT NOT NULL,
                       title TEXT NOT NULL, author_id INTEGER REFERENCES authors, published_at TEXT NOT NULL,
                       draft BOOLEAN NOT NULL DEFAULT FALSE, excerpt TEXT, content TEXT, UNIQUE (blog, handle));
CREATE TABLE images (article INTEGER PRIMARY KEY REFERENCES articles, src TEXT NOT NULL, width INTEGER, height INTEGER,
                     alt TEXT, caption TEXT);
CREATE TABLE tags (article INTEGER NOT NULL REFERENCES articles, position INTEGER NOT NULL, tag TEXT NOT NULL,
                   PRIMARY KEY (article, position)) WITHOUT ROWID;
CREATE TABLE steps (article INTEGER NOT NULL REFERENCES articles, position INTEGER NOT NULL, text TEXT NOT NULL,
                    minutes INTEGER, PRIMARY KEY (article, position)) WITHOUT ROWID;
CREATE TABLE comments (id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles, author TEXT NOT NULL,
                       created_at TEXT NOT NULL, spam BOOLEAN NOT NULL, text TEXT NOT NULL);
CREATE INDEX comments_by_article ON comments (article);
-- What an article's work needs.
CREATE TABLE needs (article INTEGER NOT NULL REFERENCES articles, position INTEGER NOT NULL,
                    product INTEGER NOT NULL REFERENCES products, PRIMARY KEY (article, position)) WITHOUT ROWID;
CREATE TABLE pages (id INTEGER PRIMARY KEY, handle TEXT NOT NULL UNIQUE, title TEXT NOT NULL, content TEXT NOT NULL);

INSERT INTO documents VALUES ('shop', '{
 "name": "Halyard & Wren",
 "tagline": "Rope, canvas and small repairs",
 "url": "https://halyard-and-wren.example",
 "email": "loft@halyard-and-wren.example",
 "locale": "en-GB",
 "currency": "EUR",
 "founded": "1987-04-11",
 "readers": 1204,
 "free_shipping_from": 6000,
 "address": {
  "street": "Ropewalk 9",
  "city": "Norhaven"
 },
 "notice": {
  "kind": "holiday",
  "text": "Orders are kept dry and leave with the next boat.",
  "until": "2024-08-19"
 },
 "hours": [
  {
   "name": "Monday",
   "open": null
  },
  {
   "name": "Tuesday",
   "open": "09:00",
   "close": "17:30"
  },
  {
   "name": "Wednesday",
   "open": "09:00",
   "close": "17:30"
  },
  {
   "name": "Thursday",
   "open": "09:00",
   "close": "19:00"
  },
  {
   "name": "Friday",
   "open": "09:00",
   "close": "17:30"
  },
  {
   "name": "Saturday",
   "open": "10:00",
   "close": "14:00"
  }
 ],
 "channels": [
  {
   "name": "letters",
   "url": "https://halyard-and-wren.example/letters"
  },
  {
   "name": "harbour radio",
   "url": "https://radio.example/norhaven?show=loft&lang=en"
  }
 ]
}');

INSERT INTO documents VALUES ('settings', '{
 "accent": "#0b4f6c",
 "gap_px": 20,
 "width_px": 960,
 "fonts": [
  "Loft Serif",
  "Loft Sans"
 ],
 "front_shelf": "seconds"
}');

INSERT INTO documents VALUES ('menus', '{
 "main": [
  {
   "title": "Home",
   "url": "/",
   "links": []
  },
  {
   "title": "Goods",
   "url": "/collections/all",
   "links": [
    {
     "title": "Dock lines",
     "url": "/collections/dock-lines"
    },
    {
     "title": "Fenders",
     "url": "/collections/fenders"
    },
    {
     "title": "Canvas bags",
     "url": "/collections/bags"
    },
    {
     "title": "Tools",
     "url": "/collections/tools"
    },
    {
     "title": "Twine & wax",
     "url": "/collections/twine"
    },
    {
     "title": "Seconds",
     "url": "/collections/seconds"
    }
   ]
  },
  {
   "title": "Journal",
   "url": "/blogs/journal",
   "links": []
  },
  {
   "title": "Repairs",
   "url": "/pages/repairs",
   "links": []
  }
 ],
 "footer": [
  {
   "title": "Shipping",
   "url": "/pages/shipping"
  },
  {
   "title": "Returns",
   "url": "/pages/returns"
  },
  {
   "title": "Imprint",
   "url": "/pages/imprint"
  }
 ]
}');

INSERT INTO collections (id, position, handle, title, summary) VALUES
  (1, 1, 'dock-lines', 'Dock lines', 'Three strands, eight plaits, and the splices that hold them to the quay.'),
  (2, 2, 'fenders', 'Fenders', 'What stands between your boat and the next one.'),
  (3, 3, 'bags', 'Canvas bags', 'Unlined, heavy, and happy to be wet.'),
  (4, 4, 'tools', 'Tools', 'Fids, palms and needles for hands that mend.'),
  (5, 5, 'twine', 'Twine & wax', 'The small things that are always used up on a Sunday.'),
  (6, 6, 'seconds', 'Seconds', 'Crooked stripes, honest work, a lower price.'),
  (7, 7, 'all', 'All goods', 'Everything that the loft makes and mends.'),
  (8, 8, 'empty-hooks', 'Empty hooks', NULL);

INSERT INTO products (id, handle, title, price, compare_at, available, restock_on, weight_g, description) VALUES
  (1, 'three-strand-line', 'Three-strand line, 12 mm', 3900, 4500, TRUE, NULL, 1150,
   '<p>Laid polyester with a long lay: it splices like hemp and does not rot like it. One end is eyed, the other whipped.</p>'),
  (2, 'swedish-fid', 'Swedish fid', 2450, NULL, TRUE, NULL, 180,
   '<p>A hollow point of stainless steel in a pear wood handle. It opens the lay and leads the strand through in one go.</p>'),
  (3, 'splicing-board', 'Splicing board', 5805, NULL, FALSE, '2024-09-02', 2600,
   '<p>Two cleats, a jam and a ruler, so that both ends of a line come out equally long.</p>'),
  (4, 'harbour-line', 'Harbour line, plaited, 16 mm', 7200, NULL, TRUE, NULL, 3100,
   '<p>Eight strands, soft in the hand and quiet on deck. Takes the swell out of a night alongside.</p>'),
  (5, 'snubber', 'Snubber with rubber heart', 3150, 3600, TRUE, NULL, 900,
   '<p>Two turns of line around a rubber heart, spliced in. It gives half a metre before the cleat feels anything.</p>'),
  (6, 'rope-fender', 'Rope fender', 8900, NULL, TRUE, NULL, 2400,
   '<p>Worn mooring line, knotted over a core of older line. Every one is a different grey.</p>'),
  (7, 'bow-pudding', 'Bow pudding', 16400, NULL, TRUE, NULL, 6800,
   '<p>For launches and tugs with manners. Measured for your stem; send us a cardboard cut-out.</p>'),
  (8, 'flat-fender', 'Flat fender, canvas', 4600, 5200, TRUE, NULL, 1300,
   '<p>Hangs where round ones roll. The stripe on these is a little crooked, the seams are not.</p>'),
  (9, 'ditty-bag', 'Ditty bag', 3800, NULL, TRUE, NULL, 410,
   '<p>Fourteen sewn grommets and a lanyard of nine knots. Holds a palm, a fid and a sandwich.</p>'),
  (10, 'sail-bag', 'Sail bag, 60 l', 6900, NULL, TRUE, NULL, 1150,
   '<p>Made of the heavy part of old mainsails. Some show a number, one shows a seagull.</p>'),
  (11, 'bucket-bag', 'Canvas bucket', 4250, 4900, TRUE, NULL, 620,
   '<p>Holds water for as long as you need to wash a deck, and folds flat afterwards.</p>'),
  (12, 'sailmakers-palm', 'Sailmaker''s palm', 2900, NULL, TRUE, NULL, 150,
   '<p>Raw hide, iron eye. Left and right are not the same; try before you stitch.</p>'),
  (13, 'needle-roll', 'Needle roll', 1950, NULL, TRUE, NULL, 90,
   '<p>Twelve three-edged needles from size 19 to 8, oiled, in a roll of felt.</p>'),
  (14, 'waxed-twine', 'Waxed twine', 690, NULL, TRUE, NULL, 60,
   '<p>Fifty metres of polyester whipping twine, waxed by hand, in five colours that look alike at night.</p>'),
  (15, 'beeswax-block', 'Block of beeswax', 450, NULL, TRUE, NULL, 100,
   '<p>From the keeper on the hill. For thread, drawers, and the smell of it.</p>'),
  (16, 'tarred-marline', 'Tarred marline', 980, 1200, TRUE, NULL, 220,
   '<p>Two yarns of hemp, Stockholm tar. The ball is smaller than it says, so it costs less than it did.</p>');

INSERT INTO members (collection, product, position) VALUES
  (1, 1, 1), (7, 1, 1), (4, 2, 1), (7, 2, 2), (4, 3, 2), (7, 3, 3), (1, 4, 2), (7, 4, 4),
  (1, 5, 3), (6, 5, 1), (7, 5, 5), (2, 6, 1), (7, 6, 6), (2, 7, 2), (7, 7, 7), (2, 8, 3),
  (6, 8, 2), (7, 8, 8), (3, 9, 1), (7, 9, 9), (3, 10, 2), (7, 10, 10), (3, 11, 3), (6, 11, 3),
  (7, 11, 11), (4, 12, 3), (7, 12, 12), (4, 13, 4), (7, 13, 13), (5, 14, 1), (7, 14, 14), (5, 15, 2),
  (7, 15, 15), (5, 16, 3), (6, 16, 4), (7, 16, 16);

INSERT INTO variants (product, position, title, stock) VALUES
  (1, 1, '10 m', 14), (1, 2, '15 m', 2), (1, 3, '20 m', 0), (2, 1, 'One size', 6),
  (3, 1, 'Ash', 0), (3, 2, 'Oak', 0), (4, 1, '12 m', 5), (4, 2, '18 m', 8),
  (5, 1, 'Navy', 3), (5, 2, 'Sand & tar', 1), (6, 1, '30 cm', 4), (6, 2, '45 cm', 2),
  (6, 3, '60 cm', 1), (7, 1, 'Made to measure', 9), (8, 1, 'One size', 11), (9, 1, 'Natural', 7),
  (9, 2, 'Tanbark', 3), (10, 1, 'Drawstring', 4), (10, 2, 'Roll top', 2), (11, 1, '9 l', 5),
  (12, 1, 'Right hand', 6), (12, 2, 'Left hand', 2), (13, 1, 'Twelve', 15), (14, 1, 'Natural', 40),
  (14, 2, 'Black', 22), (14, 3, 'Red', 0), (14, 4, 'Green', 9), (14, 5, 'Blue', 12),
  (15, 1, '100 g', 31), (16, 1, '60 m', 8);

INSERT INTO blogs VALUES (1, 'journal', 'Journal', '/blogs/journal');
INSERT INTO authors VALUES (1, 'Marit Osei', 'Rigger'), (2, 'Tomas Lind', NULL);

INSERT INTO articles (id, blog, handle, title, author_id, published_at, draft, excerpt, content) VALUES
  (1, 1, 'what-tar-does', 'What tar does, and what it does not', 2, '2024-02-02T08:00:00Z', FALSE,
   'It keeps water out of hemp and visitors out of the loft. A short history of a smell.',
   '<p>Tar is what is left of a pine when everything that could fly away has flown. It keeps the rain out of hemp, it keeps the sun off the yarns, and it keeps most visitors near the door.</p>
<p>It does not make a rope stronger. A tarred line breaks a little earlier than a white one of the same yarn; it only gets to be much older before it does.</p>'),
  (2, 1, 'a-fender-from-old-rope', 'A fender from old rope', 1, '2024-04-19T08:00:00Z', FALSE,
   'Ten metres of worn mooring line are not rubbish. They are <em>most of a fender</em>, and a rainy weekend is the rest of it.',
   '<p>Ten metres of worn mooring line are not rubbish. Cut away what is glazed, wash the rest in rain water, and let it dry for a week that has no fog.</p>
<p>Make a core of short ends, bind it until it stops complaining, and cover it with a <em>crown sinnet</em>: four strands, each over its neighbour, round and round. Stop when the fender is as long as your arm or when the rope is gone.</p>
<p>Hang it in the tide for a night. It will be ugly in the morning, and right.</p>'),
  (3, 1, 'eye-splice-in-an-evening', 'An eye splice in an evening', 1, '2024-07-05T18:30:00Z', FALSE,
   'Three strands, five tucks,
and a dock line that will outlast the dock.',
   '<p>A knot weakens a rope by a third or more. A splice hardly does, and it never comes undone by itself.</p>
<p>Unlay the three strands for about twenty turns and tape their ends. Bend the rope back to the size of the eye, and tuck each strand <em>against the lay</em>: over one, under one. Turn the work, not your hands.</p>
<p>Pull each round snug before you begin the next. Laid rope forgives much, but it remembers a slack first tuck for ever.</p>'),
  (4, 1, 'winter-plans', 'Winter plans', 2, '2024-07-20T08:00:00Z', TRUE,
   '',
   '<p>To be written when the boats are out of the water.</p>'),
  (5, 1, 'canvas-that-breathes', 'Canvas that breathes', 2, '2024-06-14T08:00:00Z', FALSE,
   'Why our bags are not lined, and how to dry one that met the sea.',
   '<p>People ask why our bags have no lining. A lining keeps water where it is: inside, between two cloths, until it smells. Bare canvas swells when it is wet, which closes it, and dries when it is hung up, which opens it again.</p>
<p>If your bag has met the sea, rinse it in fresh water, pull it into shape, and hang it by its mouth. Not on a radiator. Not in the sun. It will take two days, and then it will take another ten years.</p>');

INSERT INTO needs (article, position, product) VALUES
  (1, 1, 14), (1, 2, 16), (2, 1, 6), (2, 2, 13), (3, 1, 1), (3, 2, 2), (3, 3, 3), (5, 1, 9),
  (5, 2, 10), (5, 3, 11);

INSERT INTO tags (article, position, tag) VALUES
  (1, 1, 'Rope work'), (1, 2, 'Materials'), (2, 1, 'Rope work'), (2, 2, 'Beginners'), (3, 1, 'Rope work'),
  (3, 2, 'Beginners'), (3, 3, 'Dock lines'), (5, 1, 'Canvas'), (5, 2, 'Care');

INSERT INTO steps (article, position, text, minutes) VALUES
  (2, 1, 'Wash and dry the line', 30), (2, 2, 'Bind the core', 25), (2, 3, 'Crown until the rope is gone', 120),
  (3, 1, 'Unlay and tape the strands', 5), (3, 2, 'Form the eye', 1), (3, 3, 'Five rounds of tucks', 40),
  (3, 4, 'Roll it under your foot & admire it', NULL), (5, 1, 'Rinse in fresh water', 10), (5, 2, 'Pull it into shape', 5),
  (5, 3, 'Hang it by its mouth', NULL);

INSERT INTO comments (id, article, author, created_at, spam, text) VALUES
  (11, 1, 'Sverre', '2024-02-03T06:40:00Z', FALSE, 'My grandmother cured coughs with it.'),
  (12, 1, 'Marit Osei', '2024-02-03T08:00:00Z', FALSE, 'So did mine. I still cough.'),
  (21, 2, 'Ilse', '2024-04-20T17:30:00Z', FALSE, 'Mine looks like a seal. I kept it.'),
  (31, 3, 'Jonas <3', '2024-07-06T07:12:00Z', FALSE, 'Five tucks in nylon too?'),
  (32, 3, 'Marit Osei', '2024-07-06T09:40:00Z', FALSE, 'Seven, and melt the ends.
Nylon is slippery.'),
  (33, 3, 'best-ropes-4u', '2024-07-07T01:00:00Z', TRUE, '<a href="https://spam.example">cheap</a>'),
  (36, 3, 'Ilse', '2024-08-01T20:05:00Z', FALSE, 'It took me two evenings. Worth both.');

INSERT INTO images (article, src, width, height, alt, caption) VALUES
  (3, 'eye splice.jpg', 1200, 800, 'Two hands tuck the third strand of a tarred rope', 'The third tuck is where the pattern shows.');

INSERT INTO pages (id, handle, title, content) VALUES
  (1, 'shipping', 'Shipping', '<p>Small things go by post, long things by the Tuesday boat. From 60 euros on we pay the fare.</p>'),
  (2, 'returns', 'Returns', '<p>Thirty days, dry, and without splices that were not in it when it left us.</p>'),
  (3, 'imprint', 'Imprint', '<p>Halyard &amp; Wren, Ropewalk 9, Norhaven. A shop that exists in an example only.</p>'),
  (4, 'repairs', 'Repairs', '<p>Bring it, whatever it is. If it was sewn, spliced or whipped, it can be again.</p>');
